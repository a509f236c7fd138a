import { householdEventsOf } from '../case-files';
import type { CaseFile, CaseFiles } from '../case-files';
import type { CaseworkParts } from './parts';
import { latestSpell } from './spells';

// A case goes to another household with its applicant (S-10); what was last heard of it still names the one that it left.

const holds = ({ state }: CaseFile, recordKey: string): boolean =>
  state.supersededBy === null && latestSpell(state, { recordKey }) !== null;

/** The household, of those that were read, that has the case now; the one where it was last heard when none has. */
export const holderOf = (files: CaseFiles, last: CaseFile, recordKey: string): CaseFile =>
  holds(last, recordKey) ? last : ([...files.all()].find((file) => holds(file, recordKey)) ?? last);

type LastHeardAt = Readonly<{ recordKey: string; file: CaseFile | undefined }>;

/** Reads the households to which cases went, split by split; gives their ids. */
export const followMoved = async (
  { log, codec }: CaseworkParts,
  files: CaseFiles,
  cases: readonly LastHeardAt[],
): Promise<readonly string[]> => {
  const read: string[] = [];
  for (const { recordKey, file } of cases) {
    const seen = new Set<string>();
    for (let at = file; at && !seen.has(at.id) && !holds(at, recordKey); at = files.get(read.at(-1) as string)) {
      seen.add(at.id);
      const split = householdEventsOf(codec, await log.read(at.id)).findLast(
        ({ event }) =>
          event.type === 'HouseholdSplit' &&
          event.role === 'PREDECESSOR' &&
          event.cases.some(({ caseKey }) => caseKey.startsWith(`${recordKey}/`)),
      );
      if (split?.event.type !== 'HouseholdSplit') break;
      await files.load([split.event.other]);
      read.push(split.event.other);
    }
  }
  return read;
};
