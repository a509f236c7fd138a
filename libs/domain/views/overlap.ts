import type { LocalDate, PersonId } from '../values';
import type { PersonSpan } from './person-spans';

/** Persons, never households (domain.md 1.5). A rate is null where its denominator is 0; rates are unrounded. */
export type Overlap = Readonly<{
  registry: number;
  dibao: number;
  both: number;
  ofDibao: number | null;
  ofRegistry: number | null;
}>;

const rate = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Who is counted by which system on a day, under the beginnings of division codes ('' is everywhere); each person once in a system. */
export const overlapOf = (spans: Iterable<PersonSpan>, on: LocalDate, divisions: readonly string[] = ['']): Overlap => {
  const registry = new Set<PersonId>();
  const dibao = new Set<PersonId>();
  for (const { person, system, division: where, from, to } of spans)
    if (from <= on && (to === null || on < to) && divisions.some((division) => where.startsWith(division)))
      (system === 'registry' ? registry : dibao).add(person);
  let both = 0;
  for (const person of dibao) if (registry.has(person)) both += 1;
  return {
    registry: registry.size,
    dibao: dibao.size,
    both,
    ofDibao: rate(both, dibao.size),
    ofRegistry: rate(both, registry.size),
  };
};
