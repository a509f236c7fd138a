import type { TrueDoubles } from './truth';
import type { Family, Person } from './world';

const last = (ticks: readonly number[]): number => ticks.reduce((latest, tick) => Math.max(latest, tick), -1);

/** Who stands twice in the last file of a source, by what was written and nothing else. */
export const doublesIn = (families: readonly Family[]): TrueDoubles => {
  const persons = new Map<number, Person>();
  for (const family of families) for (const person of [...family.persons, ...family.everyone]) persons.set(person.id, person);
  const all = [...persons.values()];
  const registryTick = last(all.flatMap(({ keys }) => keys.registry.map(({ lastTick }) => lastTick)));
  const dibaoTick = last(all.flatMap(({ keys }) => keys.dibao.map(({ lastTick }) => lastTick)));
  const registrations = ({ keys }: Person): number =>
    new Set(keys.registry.filter(({ lastTick }) => lastTick === registryTick).map(({ registration }) => registration)).size;
  const cases = ({ keys }: Person): number =>
    new Set(keys.dibao.filter((key) => key.covered && key.case.open && key.lastTick === dibaoTick).map((key) => key.case)).size;
  return {
    registry: all.filter((person) => registrations(person) > 1).map(({ id }) => id),
    dibao: all.filter((person) => cases(person) > 1).map(({ id }) => id),
  };
};
