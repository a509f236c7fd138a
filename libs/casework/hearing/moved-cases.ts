import { householdEventsOf } from '../case-files';
import type { CaseFiles } from '../case-files';
import type { CaseworkParts } from './parts';
import { latestSpell } from './spells';

/** A case that went to another household with its applicant: what was last heard of it still names the one that it left. */
export type Left = Readonly<{ recordKey: string; household: string }>;

/** Loads the households to which these cases went, split by split; gives their ids. */
export const followMoved = async (
  { log, codec }: CaseworkParts,
  files: CaseFiles,
  left: readonly Left[],
): Promise<readonly string[]> => {
  const loaded: string[] = [];
  for (const { recordKey, household } of left) {
    const seen = new Set<string>();
    let at = files.get(household);
    while (at && !seen.has(at.id) && latestSpell(at.state, { recordKey }) === null) {
      seen.add(at.id);
      const split = householdEventsOf(codec, await log.read(at.id)).findLast(
        ({ event }) =>
          event.type === 'HouseholdSplit' &&
          event.role === 'PREDECESSOR' &&
          event.cases.some(({ caseKey }) => caseKey.startsWith(`${recordKey}/`)),
      );
      if (split?.event.type !== 'HouseholdSplit') break;
      await files.load([split.event.other]);
      loaded.push(split.event.other);
      at = files.get(split.event.other);
    }
  }
  return loaded;
};
