import { isSignatureOver, statementBytes } from '@xianjie/documents';
import type { Signer, Statement } from '@xianjie/documents';
import { signList, standingVersions } from '@xianjie/domain';
import type { ListVersion, LocalDate } from '@xianjie/domain';
import type { Acting } from '../acting';
import { done, refused } from './answers';
import type { ListAnswer } from './answers';
import { proofsOf } from './list-stream';
import type { ListStreams, LoadedList } from './list-stream';

export const statementOf = ({ listId, county, year }: LoadedList, version: ListVersion): Statement => ({
  list: listId,
  county,
  year,
  version: version.version,
  kind: version.kind,
  frozenOn: version.frozenOn,
  position: version.position,
  counts: version.counts,
  root: version.root,
});

type Asked = Acting & Readonly<{ on: LocalDate; version?: number }>;

/** The county poverty office signs the statement of a frozen version; without a number, every unsigned one in order. */
export class SignExitList {
  constructor(
    private readonly streams: ListStreams,
    private readonly signer: Signer,
  ) {}

  async sign(loaded: LoadedList, { version, ...act }: Asked): Promise<ListAnswer> {
    const unsigned = standingVersions(loaded.list).filter(({ stage }) => stage === 'FROZEN');
    const asked = version === undefined ? unsigned.map((known) => known.version) : [version];
    if (asked.length === 0) return refused(loaded.list, reasonForNothing(loaded));
    let current = loaded;
    for (const number of asked) {
      const answer = await this.signOne(current, number, act);
      if ('because' in answer) return answer;
      current = answer;
    }
    return done(current, asked.at(-1));
  }

  private async signOne(loaded: LoadedList, version: number, act: Omit<Asked, 'version'>) {
    const { on, by } = act;
    const found = loaded.list.versions.find((known) => known.version === version);
    if (found === undefined) return refused(loaded.list, 'no-such-version') as Extract<ListAnswer, { outcome: 'refused' }>;
    const statement = statementBytes(statementOf(loaded, found));
    const signature = await this.signer.sign(statement);
    const proofs = proofsOf(loaded, version);
    const decided = signList(loaded.list, {
      ...{ on, version, by, signature, isValid: isSignatureOver(statement, signature) },
      addedLines: proofs.filter(({ change }) => change === 'ADDED').length,
      withdrawnLines: proofs.filter(({ change }) => change === 'WITHDRAWN').length,
    });
    if (decided.outcome === 'refused')
      return refused(loaded.list, decided.because) as Extract<ListAnswer, { outcome: 'refused' }>;
    return this.streams.append(loaded, decided.events, act);
  }
}

const reasonForNothing = ({ list }: LoadedList) => {
  if (list.openedOn === null) return 'not-open';
  const isSigned = standingVersions(list).some(
    ({ stage }) => stage === 'SIGNED' || stage === 'DELIVERED' || stage === 'ACKNOWLEDGED',
  );
  return isSigned ? 'already-signed' : 'nothing-to-sign';
};
