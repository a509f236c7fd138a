import type { SourceFilePlan } from './files';
import { asOfAt, monthAt, FREEZE_TICK } from './calendar';
import { doublesIn } from './doubles';
import { listsOf } from './lists';
import { ERROR_RATES } from './profile';
import type { ListedCounty, TrueDoubles, TruePerson, TrueTotals, Truth } from './truth';
import type { Family, World } from './world';
import { rootOf } from './world';

/** Everything truth needs, gathered while the story is told. */
export type Stock = Readonly<{
  monthEnded: (tick: number) => void;
  fileWritten: (plan: SourceFilePlan) => void;
  finished: () => void;
  /** The truth without the two longest lists, which are given one by one. */
  header: () => Omit<Truth, 'persons' | 'households'>;
  households: () => Iterable<Truth['households'][number]>;
  persons: () => Iterable<TruePerson>;
}>;

export const takeStock = (world: World, seed: string): Stock => {
  const totals: TrueTotals[] = [];
  const everyFamily: Family[] = [];
  const known = new Set<number>();
  let lists: ListedCounty[] = [];
  let listsAfter: ListedCounty[] = [];
  let doubles: TrueDoubles = { registry: [], dibao: [] };
  let doublesAfter = doubles;
  const meet = (): void => {
    for (const family of world.families)
      if (!known.has(family.id)) {
        known.add(family.id);
        everyFamily.push(family);
      }
  };
  return {
    monthEnded: (tick) => {
      meet();
      if (tick > 14) return;
      const { registryPersons, registryHouseholds, dibaoPersons, dibaoCases, overlap } = world;
      totals.push({
        asOf: asOfAt(world.year, tick),
        registryPersons,
        registryHouseholds,
        dibaoPersons,
        dibaoCases,
        overlapPersons: overlap,
      });
    },
    fileWritten: (plan) => {
      if (plan.tick !== 14 || plan.source !== 'dibao') return;
      meet();
      lists = listsOf(world);
      doubles = doublesIn(everyFamily);
    },
    finished: () => {
      meet();
      listsAfter = listsOf(world);
      doublesAfter = doublesIn(everyFamily);
    },
    header: () => ({
      format: 'xianjie-truth/1',
      province: world.province,
      seed,
      scale: world.scale,
      year: world.year,
      freezeMonth: monthAt(world.year, FREEZE_TICK),
      lineages: Object.fromEntries(world.counties.map((county) => [rootOf(county), county.line.map(({ code }) => code)])),
      totals,
      doubles,
      doublesAfter,
      exposure: exposureOf(world, everyFamily),
      lists,
      listsAfter,
      events: world.events,
      errors: world.errors.filter(({ file }) => file !== null),
    }),
    households: function* () {
      for (const { id, registrations, allCases, related } of everyFamily) {
        const registry = registrations
          .filter(({ seen }) => seen)
          .flatMap(({ numbers }) =>
            numbers.filter(({ listed }) => listed).map(({ no, county }) => ({ county: rootOf(county), householdNo: no })),
          );
        const cases = allCases
          .filter(({ seen }) => seen)
          .map(({ county, no, from }) => ({ county: rootOf(county), caseNo: no, from }));
        if (registry.length + cases.length > 0) yield { id, registry, cases, related: [...related] };
      }
    },
    persons: function* () {
      const given = new Set<number>();
      for (const family of everyFamily)
        for (const person of peopleOf(family)) {
          if (given.has(person.id)) continue;
          given.add(person.id);
          const { registry, dibao } = person.keys;
          const registryKeys = registry.flatMap(({ memberNo, registration, listed, lastTick }) =>
            registration.numbers
              .filter((_, index) => (listed & (1 << index)) !== 0)
              .map(({ no, county }) => ({
                county: rootOf(county),
                householdNo: no,
                memberNo,
                listed: lastTick >= FREEZE_TICK - 1 && no === registration.no,
              })),
          );
          const dibaoKeys = dibao
            .filter(({ seen }) => seen)
            .map(({ case: { county, no, from, stop }, lastIdNo, lastName, lastTick, covered }) => ({
              county: rootOf(county),
              caseNo: no,
              from,
              idNo: lastIdNo,
              name: lastName,
              covered,
              listed: lastTick >= FREEZE_TICK - 1,
              stop: stop || null,
            }));
          if (registryKeys.length + dibaoKeys.length > 0)
            yield { id: person.id, household: family.id, registry: registryKeys, dibao: dibaoKeys };
        }
    },
  };
};

function* peopleOf(family: Family): Generator<Family['persons'][number]> {
  yield* family.persons;
  for (const person of family.everyone) yield person;
}

const exposureOf = (world: World, families: readonly Family[]): Record<string, number> => {
  const exposure: Record<string, number> = {};
  for (const kind of Object.keys(ERROR_RATES)) exposure[kind] = 0;
  let poverty = 0;
  let dibao = 0;
  let registrations = 0;
  let cases = 0;
  let linkedCases = 0;
  const given = new Set<number>();
  for (const family of families) {
    registrations += family.registrations.filter(({ seen }) => seen).length;
    const seenCases = family.allCases.filter(({ seen }) => seen).length;
    cases += seenCases;
    if (family.registrations.length > 0) linkedCases += seenCases;
    for (const person of peopleOf(family)) {
      if (given.has(person.id)) continue;
      given.add(person.id);
      if (person.written.poverty !== null) poverty += 1;
      if (person.written.dibao !== null) dibao += 1;
    }
  }
  for (const kind of Object.keys(exposure)) exposure[kind] = poverty + dibao;
  exposure['id-of-another'] = poverty;
  exposure['size-mismatch'] = linkedCases;
  exposure['head-mismatch'] = linkedCases;
  exposure['stale-division'] = registrations + cases;
  exposure['late-event'] = world.datedEvents;
  exposure['backdated-over-freeze'] = world.events.filter(({ type }) => type === 'poverty-exited').length;
  return exposure;
};
