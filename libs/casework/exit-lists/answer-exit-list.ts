import { acknowledgementBytes, isSignatureOver } from '@xianjie/documents';
import { acknowledgeList, rejectList } from '@xianjie/domain';
import type { DaySeal, ListVersion, LocalDate, Signature } from '@xianjie/domain';
import type { Acting } from '../acting';
import { done, refused } from './answers';
import type { ListAnswer } from './answers';
import { shardOf } from './list-stream';
import type { ListStreams, LoadedList } from './list-stream';
import type { DaySeals, OfficeKeys } from './ports';
import { statementOf } from './sign-exit-list';

export type Acknowledgement = Acting &
  Readonly<{
    on: LocalDate;
    version: number;
    /** As civil affairs computed them from the lines it was sent. */
    root: string;
    lines: number;
    seal: DaySeal;
    signature: Signature;
  }>;

/** Civil affairs' side: it takes the list over under its own signature, or sends it back. */
export class AnswerExitList {
  constructor(
    private readonly streams: ListStreams,
    private readonly seals: DaySeals,
    private readonly keys: OfficeKeys,
  ) {}

  /** What is to be signed on that day: the exact bytes, and the seal in them; null when there is no such version or no seal. */
  async toBeSigned(
    loaded: LoadedList,
    version: number,
    on: LocalDate,
  ): Promise<Readonly<{ statement: Buffer; seal: DaySeal }> | null> {
    const found = versionOf(loaded, version);
    const seal = await this.seals.latest(shardOf(loaded.county), on);
    if (found === null || seal === null) return null;
    return { statement: acknowledgementBytes(statementOf(loaded, found), seal), seal };
  }

  async acknowledge(loaded: LoadedList, asked: Acknowledgement): Promise<ListAnswer> {
    const { county, list } = loaded;
    const { version, seal, signature } = asked;
    const found = versionOf(loaded, version);
    if (found === null) return refused(list, list.openedOn === null ? 'not-open' : 'no-such-version');
    if ((await this.registeredKey(loaded, found)) !== signature.publicKey) return refused(list, 'unknown-office-key', county);
    if (seal.day !== asked.on || !(await this.seals.isOurs(shardOf(county), seal)))
      return refused(list, 'unknown-seal', seal.position);
    const isValid = isSignatureOver(acknowledgementBytes(statementOf(loaded, found), seal), signature);
    const decided = acknowledgeList(list, { ...asked, isValid });
    if (decided.outcome === 'refused') return refused(list, decided.because);
    return done(await this.streams.append(loaded, decided.events, asked), asked.version);
  }

  /** The office's code may have changed since the list was opened: the one of the freeze comes first. */
  private async registeredKey({ county }: LoadedList, { codeAtFreeze, countyLineage }: ListVersion): Promise<string | null> {
    for (const code of new Set([codeAtFreeze ?? county, county, ...countyLineage])) {
      const key = await this.keys.publicKeyOf(code);
      if (key !== null) return key;
    }
    return null;
  }

  async reject(
    loaded: LoadedList,
    asked: Acting & Readonly<{ on: LocalDate; version: number; reason: string }>,
  ): Promise<ListAnswer> {
    const decided = rejectList(loaded.list, asked);
    if (decided.outcome === 'refused') return refused(loaded.list, decided.because);
    return done(await this.streams.append(loaded, decided.events, asked), asked.version);
  }
}

const versionOf = ({ list }: LoadedList, version: number): ListVersion | null =>
  list.versions.find((known) => known.version === version) ?? null;
