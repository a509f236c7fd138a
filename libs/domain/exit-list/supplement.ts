import type { Change } from './section';
import { inListOrder } from './line';
import type { Line } from './line';

const keyOf = ({ section, householdId }: Line): string => `${section}/${householdId}`;

const byHousehold = (lines: readonly Line[]): Map<string, Line[]> => {
  const groups = new Map<string, Line[]>();
  for (const line of lines) groups.set(keyOf(line), [...(groups.get(keyOf(line)) ?? []), line]);
  return groups;
};

/** What stands after a whole version and its supplements: each (section, household) with the lines it was last issued with. */
export const standingLines = (versions: readonly (readonly Line[])[]): readonly Line[] => {
  const standing = new Map<string, Line[]>();
  for (const lines of versions)
    for (const [key, group] of byHousehold(lines))
      if (group[0]?.change === 'WITHDRAWN') standing.delete(key);
      else standing.set(key, group);
  return [...standing.values()].flat().sort(inListOrder);
};

const marked = (groups: Map<string, Line[]>, missingFrom: Map<string, Line[]>, change: Change): Line[] =>
  [...groups].flatMap(([key, lines]) => (missingFrom.has(key) ? [] : lines.map((line) => ({ ...line, change }))));

/**
 * The supplement (S-22): only what is new or no longer holds, per (section, household); a withdrawn line is carried as it was
 * last issued. `now` is the whole list as known now, its window ending where the whole version's ended; a changed amount or
 * member alone makes no supplement. Empty when there is nothing to say.
 */
export const supplementLines = (versions: readonly (readonly Line[])[], now: readonly Line[]): readonly Line[] => {
  const before = byHousehold(standingLines(versions));
  const after = byHousehold(now);
  return [...marked(before, after, 'WITHDRAWN'), ...marked(after, before, 'ADDED')].sort(inListOrder);
};
