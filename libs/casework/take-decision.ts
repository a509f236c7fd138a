import {
  decide,
  differenceChanges,
  doubledIn,
  foldHousehold,
  isHouseholdStream,
  linkageChanges,
  retractedAmong,
} from '@xianjie/domain';
import type {
  CountyCode,
  Household,
  HouseholdCommand,
  HouseholdId,
  HouseholdRefusal,
  LocalDate,
  RecordedHouseholdEvent,
} from '@xianjie/domain';
import type { HouseholdEventCodec } from '@xianjie/contracts';
import { LogUnavailable, StreamMovedOn } from '@xianjie/log';
import type { Appended, EventLog } from '@xianjie/log';
import { officialSource } from './acting';
import { books, valueOf } from './books';
import { CaseFiles, householdEventsOf } from './case-files';
import type { CaseFile } from './case-files';
import { compareDoubles, readFilesOf } from './hearing/doubles';
import { Draft } from './hearing/draft';
import { shardOf } from './hearing/item';
import { personsOf } from './hearing/rosters';
import type { PolicyBook } from './policy-book';

const ATTEMPTS = 5;

export type DecisionAsked = Readonly<{
  household: HouseholdId;
  command: HouseholdCommand;
  /** Unique in the log: the same again gives the first answer (S-15). */
  commandId: string;
  /** Of all that was asked: the same command id for anything else is refused. */
  digest?: string;
  /** User reference of the official, never a name. */
  actor: string;
  /** Name of the bearer token that the call came with. */
  token?: string;
}>;
export type DecisionTaken =
  | Readonly<{ outcome: 'accepted'; household: HouseholdId; version: number; events: number; position: string | null }>
  | Readonly<{
      outcome: 'refused';
      because: HouseholdRefusal | RetractionRefusal | 'unknown-household' | 'idempotency-key-reused';
    }>;
/** `event-of-two-households`: the other half of the merger or split would stand alone. */
type RetractionRefusal = 'unknown-event' | 'event-of-two-households';

/** What a command id was first used for (S-15). */
type Asked = Readonly<{ digest: string }>;

const payingCounty = ({ cases }: Household, command: HouseholdCommand): CountyCode | undefined =>
  'caseKey' in command && Object.hasOwn(cases, command.caseKey) ? cases[command.caseKey]?.county : undefined;
const countyOf = (household: Household, command: HouseholdCommand): CountyCode | undefined =>
  household.registration?.county ?? payingCounty(household, command) ?? Object.values(household.cases).at(-1)?.county;

const nothingNew = ({ id: household, version }: CaseFile): DecisionTaken => ({
  ...{ outcome: 'accepted', household, version, events: 0, position: null },
});

/** What officials decide in the hub: loaded, decided under the policy in force, appended (S-1). */
export class TakeDecision {
  constructor(
    private readonly log: EventLog,
    private readonly codec: HouseholdEventCodec,
    private readonly policies: PolicyBook,
  ) {}

  /** @throws NoPolicyInForce; StreamMovedOn when others kept being first. */
  async take(asked: DecisionAsked): Promise<DecisionTaken> {
    for (let attempt = 1; ; attempt += 1) {
      const before = await this.log.answerTo(asked.commandId);
      if (before !== null) return this.unlessOther(asked, repeated(asked.household, before));
      try {
        // Two calls may have come at once: then this answer may be the other's.
        return await this.unlessOther(asked, await this.once(asked));
      } catch (fault) {
        const isRace = fault instanceof StreamMovedOn || fault instanceof LogUnavailable;
        if (!isRace || attempt === ATTEMPTS) throw fault;
      }
    }
  }

  private async unlessOther({ commandId, digest }: DecisionAsked, answer: DecisionTaken): Promise<DecisionTaken> {
    if (digest === undefined) return answer;
    const first = valueOf<Asked>((await this.log.notes(books.decision, [commandId])).get(commandId));
    return first === null || first.digest === digest ? answer : { outcome: 'refused', because: 'idempotency-key-reused' };
  }

  private async once({ household, command, commandId, digest, actor: by, token }: DecisionAsked): Promise<DecisionTaken> {
    if (!isHouseholdStream(household)) return { outcome: 'refused', because: 'unknown-household' };
    const files = new CaseFiles(this.log, this.codec);
    await files.load([household]);
    const file = files.get(household);
    if (!file || file.version === 0) return { outcome: 'refused', because: 'unknown-household' };
    const recorded = command.type === 'Retract' ? householdEventsOf(this.codec, await this.log.read(file.id)) : [];
    if (command.type === 'Retract') {
      const barred = await this.notRetractable(file.id, recorded, command.ofEvent);
      if (barred !== null) return { outcome: 'refused', because: barred };
      if (retractedAmong(recorded).has(command.ofEvent)) return nothingNew(file);
    }
    // Of a household of which everything was taken back, that of its last event.
    const county = countyOf(file.state, command) ?? recorded.at(-1)?.county ?? '';
    // Whoever pays decides (YN-24), also for a household that is registered elsewhere.
    const decision = decide(file.state, command, this.policies.inForce(payingCounty(file.state, command) ?? county, command.on));
    if (decision.outcome === 'refused') return decision;
    const shard = shardOf(county);
    const draft = new Draft(this.codec, {
      shard,
      commandId,
      source: officialSource({ by, token }),
      originOf: ({ type }) => (type === 'EventRetracted' ? 'correction' : 'change'),
    });
    const doubled = new Set(decision.events.length === 0 ? [] : doubledIn(file.state));
    if (command.type === 'Retract') for (const person of personsOf(file.state)) doubled.add(person);
    for (const event of decision.events) {
      const eventId = draft.record(file, county, event);
      if (event.type === 'EventRetracted')
        foldWithout(file, draft, county, [...recorded, { eventId, event, county, version: file.version }], command.on);
    }
    if (command.type === 'Retract') for (const person of personsOf(file.state)) doubled.add(person);
    // A stop ends what another household's case had in common with this one (CR-04).
    if (doubled.size > 0) compareDoubles(draft, await readFilesOf(this.log, files, [...doubled]), doubled, command.on);
    if (draft.events === 0) return nothingNew(file);
    if (digest !== undefined) draft.note(books.decision, commandId, shard, { digest } satisfies Asked);
    return answered(file.id, await this.log.append(draft.append()));
  }

  private async notRetractable(
    household: HouseholdId,
    events: readonly RecordedHouseholdEvent[],
    ofEvent: string,
  ): Promise<RetractionRefusal | null> {
    const found = events.find(({ eventId }) => eventId === ofEvent)?.event;
    if (found?.type === 'HouseholdMerged' || found?.type === 'HouseholdSplit') return 'event-of-two-households';
    if (found?.type === 'EventRetracted') return this.notRetractable(household, events, found.ofEvent);
    // One that this version cannot read may be taken back all the same (S-18).
    const isRecorded = found !== undefined || (await this.log.read(household)).some(({ id }) => id === ofEvent);
    return isRecorded ? null : 'unknown-event';
  }
}

/** The state without what was taken back (S-9), and what then follows for links and differences. */
const foldWithout = (
  file: CaseFile,
  draft: Draft,
  county: CountyCode,
  events: readonly RecordedHouseholdEvent[],
  on: LocalDate,
): void => {
  file.state = foldHousehold(events);
  for (const event of linkageChanges(file.state, on)) draft.record(file, county, event);
  for (const event of differenceChanges(file.state, on)) draft.record(file, county, event);
};

const answered = (household: HouseholdId, { first, last, versions }: Appended): DecisionTaken => ({
  outcome: 'accepted',
  household,
  version: versions[household] ?? 0,
  events: first === null || last === null ? 0 : last.number - first.number + 1,
  position: last === null ? null : `${last.shard}:${last.number}`,
});

/** The stream that the first answer names may be another: the household had merged by then. */
const repeated = (asked: HouseholdId, appended: Appended): DecisionTaken =>
  answered(Object.hasOwn(appended.versions, asked) ? asked : (Object.keys(appended.versions)[0] ?? asked), appended);
