import type { Change } from './section';
import { inListOrder } from './line';
import type { Line } from './line';

/** So much of a line as says that it was issued: lines themselves, and what a freeze keeps of each in the log. */
export type Issued = Pick<Line, 'section' | 'change' | 'householdId'>;

const keyOf = ({ section, householdId }: Issued): string => `${section}/${householdId}`;

const byHousehold = <Of extends Issued>(lines: readonly Of[]): Map<string, Of[]> => {
  const groups = new Map<string, Of[]>();
  for (const line of lines) groups.set(keyOf(line), [...(groups.get(keyOf(line)) ?? []), line]);
  return groups;
};

/** What stands after a whole version and its supplements: each (section, household) with what it was last issued with. */
const standing = <Of extends Issued>(versions: readonly (readonly Of[])[]): Map<string, Of[]> => {
  const groups = new Map<string, Of[]>();
  for (const lines of versions)
    for (const [key, group] of byHousehold(lines))
      if (group[0]?.change === 'WITHDRAWN') groups.delete(key);
      else groups.set(key, group);
  return groups;
};

export const standingLines = (versions: readonly (readonly Line[])[]): readonly Line[] =>
  [...standing(versions).values()].flat().sort(inListOrder);

const marked = (groups: Map<string, Line[]>, isMeant: (key: string) => boolean, change: Change): Line[] =>
  [...groups].flatMap(([key, lines]) => (isMeant(key) ? lines.map((line) => ({ ...line, change })) : []));

/**
 * The supplement (S-22): only what is new or no longer holds, per (section, household); a withdrawn line is carried as it was
 * last issued. `now` is the whole list as known now, its window ending where the whole version's ended; a changed amount or
 * member alone makes no supplement. Empty when there is nothing to say.
 * `issued`: what the versions were frozen with, where a rule has been mended since: whom they left out is new.
 */
export const supplementLines = (
  versions: readonly (readonly Line[])[],
  now: readonly Line[],
  issued: readonly (readonly Issued[])[] = versions,
): readonly Line[] => {
  const before = standing(issued);
  const after = byHousehold(now);
  const withdrawn = marked(standing(versions), (key) => before.has(key) && !after.has(key), 'WITHDRAWN');
  return [...withdrawn, ...marked(after, (key) => !before.has(key), 'ADDED')].sort(inListOrder);
};
