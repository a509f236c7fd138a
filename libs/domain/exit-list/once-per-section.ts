import { inListOrder } from './line';
import type { Line } from './line';

/**
 * No person twice in a section. A person whom the registry lists in two households (CR-03) stays in the one whose
 * other members are fewer, so that no household leaves the list as long as that can be helped; then in the first in list order.
 */
export const oncePerSection = (lines: readonly Line[]): Readonly<{ kept: readonly Line[]; struck: readonly Line[] }> => {
  const best = new Map<string, Line>();
  for (const line of lines) {
    const key = `${line.section}/${line.person}`;
    const other = best.get(key);
    if (other === undefined || isPreferred(line, other)) best.set(key, line);
  }
  const isKept = (line: Line): boolean => best.get(`${line.section}/${line.person}`) === line;
  return { kept: lines.filter(isKept), struck: lines.filter((line) => !isKept(line)) };
};

const isPreferred = (line: Line, other: Line): boolean =>
  line.householdSize < other.householdSize || (line.householdSize === other.householdSize && inListOrder(line, other) < 0);
