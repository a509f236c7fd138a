import type { CaseKey, DibaoCase, Household } from '@xianjie/domain';
import type { ReportedDibaoCase } from '@xianjie/sources';

// One case number may have several spells; each is named at first sight by its first month (S-10, S-17).

const spellsOf = (state: Household, recordKey: string): readonly DibaoCase[] =>
  Object.values(state.cases)
    .filter(({ caseKey }) => caseKey.startsWith(`${recordKey}/`))
    .toSorted((a, b) => (a.grantedFrom < b.grantedFrom ? -1 : 1));

export const latestSpell = (state: Household, { recordKey }: Readonly<{ recordKey: string }>): DibaoCase | null =>
  spellsOf(state, recordKey).at(-1) ?? null;

/** `<record key>/<first month>`; counted on when a spell of that name has since been corrected to another month. */
const newKey = ({ cases }: Household, { recordKey, grantedFrom }: ReportedDibaoCase): CaseKey => {
  const key = `${recordKey}/${grantedFrom}`;
  let free = key;
  for (let n = 2; Object.hasOwn(cases, free); n += 1) free = `${key}~${n}`;
  return free;
};

const isOverBy = ({ stoppedFrom, leftFile }: DibaoCase, month: ReportedDibaoCase['grantedFrom']): boolean =>
  (stoppedFrom !== null && month >= stoppedFrom) || (leftFile !== null && month > leftFile);

/**
 * The spell that a report speaks of. A start after the previous stop, or after the case left the file, is a new spell, and so is
 * one that was over before the next known; any other change of 起始年月 is a correction (S-10): of the spell in which the new start
 * lies, else of the next.
 */
export const caseKeyOf = (state: Household, report: ReportedDibaoCase): CaseKey => {
  const spells = spellsOf(state, report.recordKey);
  const { grantedFrom, stoppedFrom } = report;
  const begun = spells.findLast((spell) => spell.grantedFrom <= grantedFrom);
  if (begun && (begun.grantedFrom === grantedFrom || !isOverBy(begun, grantedFrom))) return begun.caseKey;
  const next = spells.find((spell) => spell.grantedFrom > grantedFrom);
  const isBetween = stoppedFrom !== null && next !== undefined && stoppedFrom <= next.grantedFrom;
  return next === undefined || isBetween ? newKey(state, report) : next.caseKey;
};
