import type { LocalDate } from '../values';
import { birthAndSexOf } from './identifier';
import type { ReportedIdentity } from './identifier';
import { compareNames } from './name';

// How sure it is that two rows are one person (domain.md 3.4).

/** One row about a person. `township`: nine digits of the division; `household`: whatever names head and village, for T5. */
export type PersonRow = Readonly<{
  name: string;
  identity: ReportedIdentity;
  birth: LocalDate | null;
  sex: string | null;
  township: string;
  household: string | null;
}>;

/** T1 to T3 link by themselves (T2 and T3 flagged), T4 and T5 go to a review. `conflict`: one valid number, unrelated names (CR-01). */
export type MatchTier = 'T1' | 'T2' | 'T3' | 'T4' | 'T5' | 'conflict';

/** One substitution, insertion or deletion, or a swap of neighbours. */
export const isOneSlipAway = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  return (left.length <= 1 && right.length <= 1) || (left.length === 2 && right === left[1] + left[0]);
};

const isSound = ({ idNo, problem, kind }: ReportedIdentity): boolean => idNo !== null && problem === null && kind !== 'other';
const born = ({ birth, identity }: PersonRow): LocalDate | null => birth ?? birthAndSexOf(identity.idNo)?.birth ?? null;
const sexOf = ({ sex, identity }: PersonRow): string | null => sex ?? birthAndSexOf(identity.idNo)?.sex ?? null;
const agree = <T>(a: T | null, b: T | null): boolean => a !== null && a === b;

const equalNumbers = (a: PersonRow, b: PersonRow): MatchTier => {
  const names = compareNames(a.name, b.name);
  if (names === 'different') return 'conflict';
  if (a.identity.kind !== b.identity.kind) return 'T3';
  return names === 'same' ? 'T1' : 'T2';
};

// One wrong digit may change the birth date, hence "or sex".
const nearNumbers = (a: PersonRow, b: PersonRow): MatchTier | null =>
  a.township === b.township &&
  compareNames(a.name, b.name) !== 'different' &&
  (agree(born(a), born(b)) || agree(sexOf(a), sexOf(b))) &&
  (isOneSlipAway(a.identity.idNo!, b.identity.idNo!) || a.identity.idNo === b.identity.idNo)
    ? 'T4'
    : null;

const withoutNumber = (a: PersonRow, b: PersonRow): MatchTier | null =>
  compareNames(a.name, b.name) !== 'different' &&
  agree(a.household, b.household) &&
  (born(a) === null || born(b) === null || born(a) === born(b)) &&
  (sexOf(a) === null || sexOf(b) === null || sexOf(a) === sexOf(b))
    ? 'T5'
    : null;

/** The tier at which two rows are one person, or null. A missing birth date or sex does not speak against T5. */
export const matchTier = (a: PersonRow, b: PersonRow): MatchTier | null => {
  if (a.identity.idNo === null || b.identity.idNo === null) return withoutNumber(a, b);
  if (isSound(a.identity) && isSound(b.identity))
    return a.identity.idNo === b.identity.idNo ? equalNumbers(a, b) : nearNumbers(a, b);
  return nearNumbers(a, b);
};
