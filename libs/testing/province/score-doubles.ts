import type { Explanations } from './explain';
import type { Differences, HubAnswer, Score } from './hub-answer';
import type { Tally } from './tally';
import type { TrueDoubles, TruePerson, Truth } from './truth';

const answersOf = ({ registry, dibao }: TruePerson, hub: HubAnswer): readonly string[] =>
  [...registry.map((key) => hub.registryPerson(key)), ...dibao.map((key) => hub.dibaoPerson(key))].flatMap((id) => id ?? []);

/** Whoever stands twice in a source has an open difference (CR-03, CR-04), and nobody else. Null where hub or truth says nothing of it. */
export const scoreDoubles = (
  truth: Truth,
  hub: HubAnswer,
  why: Explanations,
  tally: Tally,
  /** Of the last files before the freeze, or of the last of all; both where either may have been heard. */
  doubles: readonly (TrueDoubles | undefined)[],
): Score['doubles'] => {
  const { doubled } = hub;
  const known = doubles.filter((each) => each !== undefined);
  if (doubled === undefined || known.length === 0) return null;
  const of = (source: 'registry' | 'dibao', rule: string) => {
    const [missed, extra]: [Differences, Differences] = [{}, {}];
    const [first = new Set<number>(), ...others] = known.map((each) => new Set(each[source]));
    const possible = new Set(known.flatMap((each) => each[source]));
    const expected = new Set([...first].filter((person) => others.every((other) => other.has(person))));
    const open = new Set(doubled[source]);
    let found = 0;
    for (const person of truth.persons) {
      const seen = answersOf(person, hub).filter((id) => doubled[source].has(id));
      for (const id of seen) open.delete(id);
      if (expected.has(person.id) && seen.length > 0) found += 1;
      else if (expected.has(person.id))
        tally.count(missed, why.ofPerson(person.id), () => `person ${person.id} is twice in ${source}: no ${rule}`);
      else if (seen.length > 0 && !possible.has(person.id))
        // A row that waits counts as present (S-6): its household keeps whoever has left it.
        tally.count(
          extra,
          why.ofPerson(person.id) ?? why.ofKin(person.household, 'id-excel-zeroed'),
          () => `person ${person.id} of household ${person.household} is once in ${source}: ${rule}`,
        );
    }
    for (const id of open) tally.count(extra, null, () => `${id} is nobody of truth: ${rule}`);
    return { true: expected.size, found, missed, extra };
  };
  return { registry: of('registry', 'CR-03'), dibao: of('dibao', 'CR-04') };
};
