import { differenceChanges, foldHousehold, linkageChanges, retractedAmong } from '@xianjie/domain';
import type { CaseKey, HouseholdEvent, LocalDate, PersonId, RecordedHouseholdEvent } from '@xianjie/domain';
import { StreamMovedOn } from '@xianjie/log';
import type { Note, RecordedEvent } from '@xianjie/log';
import { v7 } from 'uuid';
import { books, isReviewId, noteOf, valueOf } from '../books';
import type { IdentityReviewNote } from '../books';
import { CaseFiles, householdEventsOf } from '../case-files';
import type { CaseFile } from '../case-files';
import { AddedMembers } from './added-members';
import { compareDoubles, readFilesOf } from './doubles';
import { Draft } from './draft';
import { countiesOf } from './import-ledger';
import { personsOf } from './rosters';
import { forgetHeard } from './forget-heard';
import { isFromImport } from './item';
import type { CaseworkParts } from './parts';

const ATTEMPTS = 5;

/** Streams that one merger or split joined are taken back together, or their folds would tell two stories. */
const partners = (events: readonly RecordedHouseholdEvent[]): readonly string[] =>
  events.flatMap(({ event }) => (event.type === 'HouseholdMerged' || event.type === 'HouseholdSplit' ? [event.other] : []));

const carriesOnly = (event: HouseholdEvent, enrolled: ReadonlySet<CaseKey>): boolean =>
  (event.type === 'HouseholdMerged' || event.type === 'HouseholdSplit') &&
  event.cases.length > 0 &&
  event.cases.every(({ caseKey }) => enrolled.has(caseKey));

type Stream = Readonly<{ id: string; recorded: readonly RecordedEvent[]; events: readonly RecordedHouseholdEvent[] }>;
/** The household as it is without what was taken back, and who stood in it before or stands there now. */
type TakenBack = Readonly<{ file: CaseFile; reviews: readonly string[]; persons: ReadonlySet<PersonId>; on: LocalDate }>;
/** `taken`: ids of the events that are taken back. */
type Joined = Readonly<{ streams: readonly Stream[]; taken: ReadonlySet<string> }>;

class Retraction {
  /** Households of which something was taken back, and those joined to them. */
  readonly done = new Set<string>();
  retracted = 0;

  private readonly source: string;

  constructor(
    private readonly parts: CaseworkParts,
    private readonly importId: string,
    private readonly shard: string,
  ) {
    this.source = `undo?import=${importId}`;
  }

  async of(stream: string): Promise<void> {
    for (let attempt = 1; !this.done.has(stream); attempt += 1)
      try {
        await this.group(await this.joined(stream));
      } catch (fault) {
        if (!(fault instanceof StreamMovedOn) || attempt === ATTEMPTS) throw fault;
      }
  }

  private isOurs({ source, type }: RecordedEvent): boolean {
    // Not what an undoing has found to follow.
    return isFromImport(source, this.importId) && type !== 'household.event-retracted' && source !== this.source;
  }

  /**
   * The stream and all that this import joined to it. A later merger or split that carried only cases of this import has nothing left to
   * carry: it is taken back too, or the case would stand where it went.
   */
  private async joined(first: string): Promise<Joined> {
    const found = new Map<string, Stream>();
    const taken = new Set<string>();
    const enrolled = new Set<CaseKey>();
    let missing: readonly string[] = [first];
    while (missing.length > 0) {
      const read = await this.parts.log.readMany(missing);
      const more = new Set<string>();
      for (const id of missing) {
        const recorded = read.get(id) ?? [];
        const stream = { id, recorded, events: householdEventsOf(this.parts.codec, recorded) };
        found.set(id, stream);
        for (const event of recorded) if (this.isOurs(event)) taken.add(event.id);
        const added = new AddedMembers();
        for (const { eventId, event } of stream.events) {
          if (added.follows(event)) taken.add(eventId);
          if (taken.has(eventId) && (event.type === 'MemberAdded' || added.follows(event))) added.note(event);
          if (event.type === 'DibaoEnrolled' && taken.has(eventId)) enrolled.add(event.caseKey);
          else if (carriesOnly(event, enrolled)) taken.add(eventId);
        }
        for (const other of partners(stream.events.filter(({ eventId }) => taken.has(eventId)))) more.add(other);
      }
      missing = [...more].filter((id) => !found.has(id));
    }
    return { streams: [...found.values()], taken };
  }

  private async group({ streams, taken }: Joined): Promise<void> {
    const draft = new Draft(this.parts.codec, {
      shard: this.shard,
      commandId: v7(),
      source: this.source,
      originOf: () => 'correction',
    });
    const reviews: string[] = [];
    const files = new CaseFiles(this.parts.log, this.parts.codec);
    const persons = new Map<PersonId, LocalDate>();
    for (const stream of streams) {
      const back = this.takeBack(draft, stream, taken);
      if (back === null) continue;
      reviews.push(...back.reviews);
      files.keep(back.file);
      for (const person of back.persons) persons.set(person, back.on);
    }
    await this.compareDoubles(draft, files, persons);
    for (const note of await this.closed(reviews, files))
      draft.note(note.book, note.key, note.scope, JSON.parse(note.value as string) as object);
    if (draft.events > 0) await this.parts.log.append(draft.append());
    for (const { id } of streams) this.done.add(id);
  }

  /** A household of which nothing was taken back still says what no longer is of a person who stood in one of these (CR-03, CR-04). */
  private async compareDoubles(draft: Draft, files: CaseFiles, persons: ReadonlyMap<PersonId, LocalDate>): Promise<void> {
    if (persons.size === 0) return;
    const filesOf = await readFilesOf(this.parts.log, files, [...persons.keys()]);
    for (const [person, on] of persons) compareDoubles(draft, filesOf, [person], on);
  }

  private takeBack(draft: Draft, { id, recorded, events }: Stream, asked: ReadonlySet<string>): TakenBack | null {
    // What an official took back, and then gave back, stands: it is taken back with the rest.
    const taken = retractedAmong(events);
    const ours = recorded.filter((event) => asked.has(event.id) && !taken.has(event.id));
    if (ours.length === 0) return null;
    const file: CaseFile = { id, version: recorded.at(-1)?.version ?? 0, state: foldHousehold(events) };
    const known = new Map(events.map((event) => [event.eventId, event]));
    const retractions: RecordedHouseholdEvent[] = [];
    const reviews: string[] = [];
    // The newest first, as one would undo by hand.
    for (const { id: ofEvent, effectiveOn: on, county } of ours.toReversed()) {
      const event: HouseholdEvent = { type: 'EventRetracted', on, ofEvent, reason: `import ${this.importId} undone` };
      const eventId = draft.record(file, county, event);
      retractions.push({ eventId, event, county, version: file.version });
      const was = known.get(ofEvent)?.event;
      if (was?.type === 'DifferenceFound' && isReviewId(was.differenceId)) reviews.push(was.differenceId);
    }
    this.retracted += ours.length;
    const before = personsOf(file.state);
    file.state = foldHousehold([...events, ...retractions]);
    const persons = new Set([...before, ...personsOf(file.state)]);
    const { county, effectiveOn: on } = ours[ours.length - 1];
    for (const event of linkageChanges(file.state, on)) draft.record(file, county, event);
    for (const event of differenceChanges(file.state, on)) draft.record(file, county, event);
    return { file, reviews, persons, on };
  }

  /** A question that a move of this import had carried stands again where it stood. */
  private async closed(reviews: readonly string[], files: CaseFiles): Promise<readonly Note[]> {
    if (reviews.length === 0) return [];
    const standsAt = (id: string): CaseFile | undefined =>
      [...files.all()].find(({ state }) => state.supersededBy === null && Object.hasOwn(state.differences, id));
    const notes = await this.parts.log.notes(books.identityReview, reviews);
    return [...notes.values()].flatMap((note) => {
      const review = valueOf<IdentityReviewNote>(note);
      if (review?.status !== 'open') return [];
      const at = standsAt(review.id);
      const now = at === undefined ? { status: 'superseded' as const } : { household: at.id };
      return [noteOf(note.book, note.key, note.scope, { ...review, ...now })];
    });
  }
}

/** See HearReports.retractImport. Persons keep their keys and numbers: who they are is no fact of the file. */
export const retractImport = async (parts: CaseworkParts, importId: string): Promise<Readonly<{ retracted: number }>> => {
  const begun = await countiesOf(parts.log, importId);
  let retracted = 0;
  const households = new Set<string>();
  for (const shard of new Set(begun.map((one) => one.shard))) {
    const after = Math.min(...begun.filter((one) => one.shard === shard).map((one) => one.after));
    const retraction = new Retraction(parts, importId, shard);
    const streams = new Set<string>();
    for await (const page of parts.log.readRange(shard, after))
      for (const { stream, source } of page) if (isFromImport(source, importId)) streams.add(stream);
    for (const stream of streams) await retraction.of(stream);
    retracted += retraction.retracted;
    for (const household of retraction.done) households.add(household);
  }
  for (const one of begun) await forgetHeard(parts, importId, one, households);
  return { retracted };
};
