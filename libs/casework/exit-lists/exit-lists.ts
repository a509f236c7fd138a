import { foldHousehold, listIdOf, stageOf, standingVersions } from '@xianjie/domain';
import type { CloseItem, CountyCode, ExitList, FrozenWith, ListStage, LocalDate } from '@xianjie/domain';
import type { Signer } from '@xianjie/documents';
import { endOfShanghaiDay } from '@xianjie/log';
import type { EventLog } from '@xianjie/log';
import type { PersonVault } from '@xianjie/persons';
import type { Acting } from '../acting';
import type { Acknowledgement } from './answer-exit-list';
import { AnswerExitList } from './answer-exit-list';
import type { ListAnswer } from './answers';
import { BuildExitList } from './build-exit-list';
import type { Act } from './build-exit-list';
import { CountyFold } from './county-fold';
import { DeliverExitList } from './deliver-exit-list';
import type { BeforeHandOver } from './deliver-exit-list';
import { DeliveryFolder } from './delivery-folder';
import type { DeliveryLedger } from './delivery-ledger';
import { FreezeExitList } from './freeze-exit-list';
import { ListStreams, shardOf } from './list-stream';
import type { ListMoment, LoadedList } from './list-stream';
import type { DaySeals, IdentityReviews, ImportsInProgress, ListRules, ListRulesBook, OfficeKeys } from './ports';
import type { RecordedLines } from './recorded-lines';
import { RegenerateExitList } from './regenerate-exit-list';
import { ShowExitList } from './show-exit-list';
import type { ShowAsked } from './show-exit-list';
import { SignExitList } from './sign-exit-list';
import { WorkThroughExitList } from './work-through-exit-list';

export type ExitListParts = Readonly<{
  log: EventLog;
  rules: ListRulesBook;
  vault: PersonVault;
  signer: Signer;
  imports: ImportsInProgress;
  reviews: IdentityReviews;
  seals: DaySeals;
  officeKeys: OfficeKeys;
  recorded: RecordedLines;
  ledger: DeliveryLedger;
  /** What makes lists here. */
  program: FrozenWith;
  /** Where delivered folders go. */
  deliveryRoot: string;
  countyName: (county: CountyCode) => string | null;
}>;
type Of = Readonly<{ county: CountyCode; year: number }>;
type AsOf = Readonly<{ knownOn?: LocalDate; effectiveOn?: LocalDate }>;
type AnyVersion = Readonly<{ version?: number }>;
export type ListSummary = Of & Readonly<{ listId: string; stage: ListStage; list: ExitList }>;

/** The acts behind the facade, for a caller that loads lists itself. */
export type ListUseCases = Readonly<{
  streams: ListStreams;
  build: BuildExitList;
  freeze: FreezeExitList;
  sign: SignExitList;
  deliver: DeliverExitList;
  answer: AnswerExitList;
  workThrough: WorkThroughExitList;
  show: ShowExitList;
  regenerate: RegenerateExitList;
}>;

export const listUseCases = (parts: ExitListParts): ListUseCases => {
  const { log, vault, recorded, imports, reviews, countyName } = parts;
  const fold = new CountyFold(log, foldHousehold);
  const streams = new ListStreams(log);
  const build = new BuildExitList(log, streams, fold, reviews);
  const regenerate = new RegenerateExitList(fold, vault, recorded);
  const folder = new DeliveryFolder(parts.deliveryRoot, countyName);
  return {
    ...{ streams, build, regenerate },
    freeze: new FreezeExitList(streams, build, imports, reviews, vault, recorded, parts.program),
    sign: new SignExitList(streams, parts.signer),
    deliver: new DeliverExitList(streams, regenerate, parts.ledger, folder),
    answer: new AnswerExitList(streams, parts.seals, parts.officeKeys),
    workThrough: new WorkThroughExitList(streams, regenerate),
    show: new ShowExitList(regenerate, countyName),
  };
};

/** The yearly lists, one act a method. Refusals are answers; a StreamMovedOn fault means that somebody acted in between. */
export class ExitLists {
  readonly use: ListUseCases;
  /** The program that would freeze a list now. */
  readonly program: FrozenWith;

  constructor(private readonly parts: ExitListParts) {
    this.use = listUseCases(parts);
    this.program = parts.program;
  }

  /** Opens the list if nobody has, and checks it. */
  async build(act: Act): Promise<ListAnswer> {
    const { loaded, rules } = await this.load(act, act.on);
    return this.use.build.build(loaded, rules, act);
  }

  /** After a freeze, the supplement; after a rejection, the replacement (S-22). */
  async freeze(act: Act): Promise<ListAnswer> {
    const { loaded, rules } = await this.load(act, act.on);
    return this.use.freeze.freeze(loaded, rules, act);
  }

  async sign(act: Act & AnyVersion) {
    return this.use.sign.sign(await this.loaded(act), act);
  }

  async deliver(act: Act & AnyVersion & Readonly<{ beforeHandOver: BeforeHandOver }>) {
    return this.use.deliver.deliver(await this.loaded(act), act);
  }

  /** The bytes that civil affairs signs on that day, and the seal in them; null without such a version or any seal. */
  async acknowledgement({ version, on, ...of }: Of & AnyVersion & { on: LocalDate }) {
    const loaded = await this.loaded(of);
    return this.use.answer.toBeSigned(loaded, version ?? lastIn(loaded, 'DELIVERED'), on);
  }

  async acknowledge({ version, ...asked }: Of & AnyVersion & Omit<Acknowledgement, 'version'>): Promise<ListAnswer> {
    const loaded = await this.loaded(asked);
    return this.use.answer.acknowledge(loaded, { ...asked, version: version ?? lastIn(loaded, 'DELIVERED') });
  }

  async reject({ version, ...act }: Act & AnyVersion & Readonly<{ reason: string }>): Promise<ListAnswer> {
    const loaded = await this.loaded(act);
    return this.use.answer.reject(loaded, { ...act, version: version ?? lastIn(loaded, 'DELIVERED') });
  }

  async dispatch({ version, ...act }: Act & AnyVersion): Promise<ListAnswer> {
    const { loaded, rules } = await this.load(act, act.on);
    return this.use.workThrough.dispatch(loaded, rules, { ...act, version: version ?? lastIn(loaded, 'ACKNOWLEDGED') });
  }

  async outcome(asked: Of & CloseItem & Acting): Promise<ListAnswer> {
    return this.use.workThrough.outcome(await this.loaded(asked), asked);
  }

  async close(act: Act): Promise<ListAnswer> {
    return this.use.workThrough.close(await this.loaded(act), act);
  }

  /** CR-28, for the scheduler. */
  async overdue(act: Act): Promise<ListAnswer> {
    return this.use.workThrough.overdue(await this.loaded(act), act);
  }

  /** CR-29, for the scheduler. */
  async escalate(act: Act): Promise<ListAnswer> {
    return this.use.workThrough.escalate(await this.loaded(act), act);
  }

  /** As it stood at a moment, where one is given: its newest version then. */
  async show({ county, year, knownOn, effectiveOn, ...asked }: Of & ShowAsked & AsOf) {
    return this.use.show.show(await this.loaded({ county, year }, { knownOn, effectiveOn }), asked);
  }

  /** Null when there is no such version. */
  async regenerate({ version, ...of }: Of & Readonly<{ version: number }>) {
    return this.use.regenerate.regenerate(await this.loaded(of), version);
  }

  /** `--recorded`: the lines beside the log, whether or not they are those frozen; null when they are gone. */
  async recorded({ version, ...of }: Of & Readonly<{ version: number }>) {
    return this.use.regenerate.ofRecorded(await this.loaded(of), version);
  }

  /** `knownOn`: as known at the end of that day in Asia/Shanghai; `effectiveOn`: without the acts of later days. */
  async summary({ knownOn, effectiveOn, ...of }: Of & AsOf): Promise<ListSummary> {
    const { county, year, list } = await this.loaded(of, { knownOn, effectiveOn });
    return { county, year, listId: listIdOf(county, year), stage: stageOf(list), list };
  }

  private async load(
    { county, year }: Of,
    on: LocalDate,
    moment: ListMoment = {},
  ): Promise<Readonly<{ loaded: LoadedList; rules: ListRules }>> {
    const rules = await this.parts.rules.rulesFor(county, on);
    // A list keeps the code under which it was opened, whatever the county is called later.
    for (const code of [county, ...rules.countyLineage]) {
      const loaded = await this.use.streams.load(code, year, moment);
      if (loaded.list.openedOn !== null) return { loaded, rules };
    }
    return { loaded: await this.use.streams.load(rules.county, year, moment), rules };
  }

  private async loaded(of: Of, { knownOn, effectiveOn }: AsOf = {}): Promise<LoadedList> {
    const upTo = knownOn && (await this.parts.log.positionAt(shardOf(of.county), endOfShanghaiDay(knownOn)));
    return (await this.load(of, `${of.year + 1}-12-31` as LocalDate, { upTo, effectiveOn })).loaded;
  }
}

/** The oldest standing version at that stage: the next one to act on; 0 when there is none. */
const lastIn = ({ list }: LoadedList, stage: 'DELIVERED' | 'ACKNOWLEDGED'): number => {
  const waiting = standingVersions(list).filter((known) => known.stage === stage);
  if (stage === 'DELIVERED') return (waiting[0] ?? list.versions.at(-1))?.version ?? 0;
  const undispatched = waiting.find(({ version }) => !list.items.some((item) => item.version === version));
  return (undispatched ?? list.versions.at(-1))?.version ?? 0;
};
