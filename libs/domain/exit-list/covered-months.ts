import { retractedAmong } from '../household/evolve';
import type { HouseholdEvent, RecordedHouseholdEvent } from '../household/household.events';
import type { CaseKey } from '../household/reports';
import type { CaseMember } from '../household/roster';
import type { LocalDate, PersonId, YearMonth } from '../values';
import { monthOf } from '../values';

/** Months in which a case names a person as covered, both counted; null is as far as the case itself goes. */
export type Span = Readonly<{ from: YearMonth | null; until: YearMonth | null }>;
/** By person, oldest first. */
export type CoveredMonths = ReadonlyMap<CaseKey, ReadonlyMap<PersonId, readonly Span[]>>;

/**
 * Since when, and until when, each case of one stream has named whom as covered (S-20: in *any* month). A fold keeps only the roster as
 * it stands. A change holds from the file's day (S-2), and the month of that day still counts, as for a case that left its file (S-6).
 */
export const coveredMonths = (events: readonly RecordedHouseholdEvent[]): CoveredMonths => {
  const retracted = retractedAmong(events);
  const books = new Books();
  for (const { eventId, event } of events) if (!retracted.has(eventId)) books.enter(event);
  return books.byCase;
};

class Books {
  readonly byCase = new Map<CaseKey, Map<PersonId, Span[]>>();
  /** By case and person, as last named. */
  private readonly doubtful = new Set<string>();
  private added: (Readonly<{ caseKey: CaseKey; on: LocalDate }> & CaseMember)[] = [];

  enter(event: HouseholdEvent): void {
    switch (event.type) {
      case 'DibaoEnrolled':
        this.begin(event.caseKey, event.members, null);
        break;
      case 'MemberAdded':
        if (event.caseKey === null || event.caseMember === null) break;
        this.tell(event.caseKey, event.caseMember, event.on);
        if (!event.caseMember.provisional) this.added.push({ ...event.caseMember, caseKey: event.caseKey, on: event.on });
        break;
      case 'MemberCorrected':
        if (event.caseKey === null || event.caseMember === null) break;
        if (event.was !== null) this.rename(event.caseKey, event.was, event.person);
        this.tell(event.caseKey, event.caseMember, event.on);
        break;
      case 'MemberRemoved':
        if (event.caseKey !== null) this.remove(event.caseKey, event.person, event.on);
        break;
      case 'HouseholdMerged':
      case 'HouseholdSplit':
        // What was before stands in the books of the household that it comes from.
        for (const { caseKey, members } of event.cases)
          if (event.role === 'SURVIVOR' || event.role === 'SUCCESSOR') this.begin(caseKey, members, monthOf(event.on));
          else for (const { person } of members) this.end(caseKey, person, event.on);
        break;
      default:
    }
  }

  private spans(caseKey: CaseKey, person: PersonId): Span[] {
    const persons = this.byCase.get(caseKey) ?? new Map<PersonId, Span[]>();
    this.byCase.set(caseKey, persons);
    const spans = persons.get(person) ?? [];
    persons.set(person, spans);
    return spans;
  }

  private begin(caseKey: CaseKey, members: readonly CaseMember[], from: YearMonth | null): void {
    for (const { person, covered, provisional } of members) {
      if (provisional) this.doubtful.add(`${caseKey} ${person}`);
      const spans = this.spans(caseKey, person);
      const last = spans.at(-1);
      if (covered && (last === undefined || last.until !== null)) spans.push({ from, until: null });
    }
  }

  private end(caseKey: CaseKey, person: PersonId, on: LocalDate): void {
    const spans = this.spans(caseKey, person);
    const last = spans.at(-1);
    if (last?.until === null) spans.splice(-1, 1, { ...last, until: monthOf(on) });
  }

  /**
   * A mistyped row that the file has mended brings the person in and takes away the provisional one in whose place they stand (S-11): one
   * person, covered all along. A roster names who is added before who has left.
   */
  private remove(caseKey: CaseKey, person: PersonId, on: LocalDate): void {
    const isInPlace = (one: (typeof this.added)[number]) => one.caseKey === caseKey && one.on === on && one.covered;
    const mended = this.doubtful.has(`${caseKey} ${person}`) ? this.added.find(isInPlace) : undefined;
    this.end(caseKey, person, on);
    if (mended === undefined) return;
    this.added = this.added.filter((one) => one !== mended);
    this.rename(caseKey, person, mended.person);
  }

  private tell(caseKey: CaseKey, member: CaseMember, on: LocalDate): void {
    if (member.covered) this.begin(caseKey, [member], monthOf(on));
    else this.end(caseKey, member.person, on);
  }

  /** An identity review has told who it is (S-11). */
  private rename(caseKey: CaseKey, was: PersonId, person: PersonId): void {
    this.spans(caseKey, person).unshift(...this.spans(caseKey, was).splice(0));
  }
}
