import type { DibaoCase, Registration } from '../household/state';
import type { Programme } from '../household/reports';
import { addMonths, firstDayOf } from '../values';
import type { CountyCode, LocalDate, PersonId } from '../values';

// Who was counted by which system from when to when. Only members as now listed: one who left is counted no more, on past days
// neither; the exact past is the fold up to that day (libs/read-models/as-of).

/** A person counted by a system from a day (inclusive) to a day (exclusive; null: still). The overlap is a join of these. */
export type PersonSpan = Readonly<{
  person: PersonId;
  system: 'registry' | 'dibao';
  programme: Programme | null;
  county: CountyCode;
  division: string;
  from: LocalDate;
  to: LocalDate | null;
}>;

export const registrySpans = (registration: Registration): PersonSpan[] =>
  Object.keys(registration.members).map((person) => ({
    person,
    system: 'registry',
    programme: null,
    county: registration.county,
    division: registration.division,
    from: registration.registeredOn,
    to: registration.removedOn,
  }));

/** The first day on which the spell no longer covers anybody: the month after it left the file, or its stop. */
const spellEnd = ({ stoppedFrom, leftFile }: DibaoCase): LocalDate | null => {
  const left = leftFile === null ? null : firstDayOf(addMonths(leftFile, 1));
  const stopped = stoppedFrom === null ? null : firstDayOf(stoppedFrom);
  if (left === null || stopped === null) return left ?? stopped;
  return left < stopped ? left : stopped;
};

export const dibaoSpans = (spell: DibaoCase): PersonSpan[] =>
  spell.members
    .filter(({ covered }) => covered)
    .map(({ person }) => ({
      person,
      system: 'dibao',
      programme: spell.programme,
      county: spell.county,
      division: spell.division,
      from: firstDayOf(spell.grantedFrom),
      to: spellEnd(spell),
    }));
