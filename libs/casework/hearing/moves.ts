import { differenceChanges, linkageChanges } from '@xianjie/domain';
import type { DibaoCase, HouseholdId, LocalDate, MovedCase, PersonId } from '@xianjie/domain';
import { books } from '../books';
import type { CaseFile } from '../case-files';
import type { Batch } from './batch';
import type { Draft } from './draft';
import { carryFacts, settledAgain, settledOf } from './moved-facts';
import type { SettledElsewhere } from './moved-facts';
import { homeOfCase, provisionalOf } from './placement';
import { isListed, listedIn } from './rosters';

// After a report was heard, each case that it concerns goes where it belongs (S-10); each household concerned says so itself (S-13).

const moved = ({ leftFileEvent: _, ...spell }: DibaoCase): MovedCase => spell;

export const countyOf = ({ state }: CaseFile): string =>
  state.registration?.county ?? Object.values(state.cases).at(-1)?.county ?? '';

/** Links and differences follow from the rosters; the events of a move changed them. */
const close = (draft: Draft, file: CaseFile, county: string, on: LocalDate, settled?: SettledElsewhere): void => {
  for (const event of linkageChanges(file.state, on)) draft.record(file, county, event);
  for (const event of differenceChanges(file.state, on)) {
    draft.record(file, county, event);
    const again = settledAgain(event, settled);
    if (again !== null) draft.record(file, county, again);
  }
};

const follow = (batch: Batch, draft: Draft, from: CaseFile, to: CaseFile, cases: readonly DibaoCase[]): void => {
  for (const person of listedIn(cases)) {
    const elsewhere = batch.householdsOf(person).filter((id) => id !== from.id && id !== to.id);
    findAt(batch, draft, person, [...elsewhere, ...(isStillAt(from, person) ? [from.id] : []), to.id], countyOf(to));
  }
};

/** Notes where a person is from now on. */
export const findAt = (
  batch: Batch,
  draft: Draft,
  person: PersonId,
  households: readonly HouseholdId[],
  county: string,
): void => {
  batch.moved(person, households);
  draft.note(books.person, person, county, { households });
};

const isStillAt = ({ state }: CaseFile, person: PersonId): boolean => state.supersededBy === null && isListed(state, person);

/** Who pays what came; the household is found there too, as of any day. */
const paying = (spells: readonly DibaoCase[]): string | undefined => spells.at(-1)?.county;

/** The provisional household becomes part of the other; its id stays resolvable. */
const merge = (batch: Batch, draft: Draft, from: CaseFile, into: CaseFile, on: LocalDate): void => {
  const spells = Object.values(from.state.cases);
  const cases = spells.map(moved);
  const [county, versions] = [countyOf(from), { from: from.version, into: into.version }];
  draft.record(into, paying(spells) ?? countyOf(into), {
    type: 'HouseholdMerged',
    on,
    role: 'SURVIVOR',
    other: from.id,
    otherVersion: versions.from,
    cases,
  });
  draft.record(from, county, {
    type: 'HouseholdMerged',
    on,
    role: 'SUPERSEDED',
    other: into.id,
    otherVersion: versions.into,
    cases,
  });
  follow(batch, draft, from, into, spells);
  carryFacts(batch, draft, { from, into, spells, on, counties: { from: county, into: countyOf(into) } });
};

/** One case leaves a registered household for the one where it belongs. */
const split = (batch: Batch, draft: Draft, from: CaseFile, into: CaseFile, spells: readonly DibaoCase[], on: LocalDate): void => {
  const cases = spells.map(moved);
  const [county, versions] = [countyOf(from), { from: from.version, into: into.version }];
  const members: readonly never[] = [];
  draft.record(from, county, {
    type: 'HouseholdSplit',
    on,
    role: 'PREDECESSOR',
    other: into.id,
    otherVersion: versions.into,
    members,
    cases,
  });
  draft.record(into, paying(spells) ?? countyOf(into), {
    type: 'HouseholdSplit',
    on,
    role: 'SUCCESSOR',
    other: from.id,
    otherVersion: versions.from,
    members,
    cases,
  });
  follow(batch, draft, from, into, spells);
  carryFacts(batch, draft, { from, into, spells, on, counties: { from: county, into: countyOf(into) } });
};

const recordKeyOf = ({ caseKey }: DibaoCase): string => caseKey.slice(0, caseKey.lastIndexOf('/'));

/** Every spell of a case number goes where its latest one belongs. */
const casesOf = ({ state }: CaseFile): readonly (readonly DibaoCase[])[] => {
  const byNumber = new Map<string, DibaoCase[]>();
  for (const spell of Object.values(state.cases))
    byNumber.set(recordKeyOf(spell), [...(byNumber.get(recordKeyOf(spell)) ?? []), spell]);
  return [...byNumber.values()].map((spells) => spells.toSorted((a, b) => (a.grantedFrom < b.grantedFrom ? -1 : 1)));
};

/** A move may free another; three rounds settle a chain longer than any family has (any-order.spec.ts). */
const ROUNDS = 4;

/** Whom it concerned in the end, and the households whose cases are not as before. */
export type Settled = Readonly<{ persons: ReadonlySet<PersonId>; files: ReadonlySet<CaseFile> }>;

class Settling {
  private readonly changed = new Map<CaseFile, string>();
  private readonly settled = new Map<CaseFile, SettledElsewhere>();
  private readonly persons: Set<PersonId>;

  constructor(
    private readonly batch: Batch,
    private readonly draft: Draft,
    persons: readonly PersonId[],
    private readonly on: LocalDate,
  ) {
    this.persons = new Set(persons);
  }

  run(file: CaseFile): Settled {
    for (let round = 1; round <= ROUNDS && this.move(file); round += 1);
    const home = this.batch.files.get(file.id) ?? file;
    for (const from of provisionalOf(this.batch, [...this.persons])) {
      if (from === home || from.state.supersededBy !== null) continue;
      this.inherit(from, home, Object.values(from.state.cases));
      merge(this.batch, this.draft, from, home, this.on);
      this.changed.set(home, countyOf(home));
    }
    for (const [file, county] of this.changed) close(this.draft, file, county, this.on, this.settled.get(file));
    return { persons: this.persons, files: new Set(this.changed.keys()) };
  }

  /** A case may go on from where it came to. */
  private inherit(from: CaseFile, into: CaseFile, spells: readonly DibaoCase[]): void {
    const ours = this.settled.get(from) ?? new Map();
    this.settled.set(into, new Map([...(this.settled.get(into) ?? []), ...ours, ...settledOf(from, spells)]));
  }

  private move(file: CaseFile): boolean {
    let hasMoved = false;
    const concerned = new Set([file, ...[...this.persons].flatMap((person) => this.batch.filesOf(person))]);
    for (const from of concerned)
      for (const spells of casesOf(from)) {
        const home = from.state.supersededBy === null ? homeOfCase(this.batch, spells.at(-1) as DibaoCase) : null;
        if (home === null || home === from) continue;
        hasMoved = true;
        this.changed.set(home, countyOf(home));
        for (const { members } of spells) for (const { person } of members) this.persons.add(person);
        this.inherit(from, home, from.state.registration === null ? Object.values(from.state.cases) : spells);
        if (from.state.registration === null) merge(this.batch, this.draft, from, home, this.on);
        else {
          this.changed.set(from, countyOf(from));
          split(this.batch, this.draft, from, home, spells, this.on);
        }
      }
    return hasMoved;
  }
}

/** Moves what the roster of `file` has drawn in or let go. `persons`: those whom the report concerned, listed now or before. */
export const settle = (batch: Batch, draft: Draft, file: CaseFile, persons: readonly PersonId[], on: LocalDate): Settled =>
  new Settling(batch, draft, persons, on).run(file);
