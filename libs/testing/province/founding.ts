import type { YearMonth } from '@xianjie/domain';
import { monthAt } from './calendar';
import { makeCounties } from './counties';
import { enrolFamily, foundDibaoOnly } from './coverage';
import { enrolInDibao, enrolInRegistry } from './enrolments';
import type { ProvinceName } from './names';
import { makeFamily } from './people';
import { COVERED_SIZES, PROFILES } from './profile';
import type { Random } from './random';
import { seeded } from './random';
import { setFates } from './fates';
import { markMonth } from './books';
import { addDuplicates } from './duplicates';
import type { County, Family, World } from './world';

export type ProvinceOptions = Readonly<{
  province: ProvinceName;
  /** Share of the real province: 0.01 is some 45,000 registry persons. */
  scale: number;
  seed: string | number;
  /** The year the story takes; the law and the figures are those of 2016. */
  year: number;
  /** How many counties; all of the province when left out. */
  counties?: number;
  /** Registry households; stands over `scale`. */
  households?: number;
}>;

/** `total` split in the proportions of `shares`, exactly. */
const apportion = (total: number, shares: readonly number[]): number[] => {
  const sum = shares.reduce((a, b) => a + b, 0);
  const parts = shares.map((share) => Math.floor((total * share) / sum));
  for (let i = 0, rest = total - parts.reduce((a, b) => a + b, 0); rest > 0; rest -= 1, i = (i + 1) % parts.length) parts[i] += 1;
  return parts;
};

/** Household sizes whose number and sum are both exact. */
const sizesFor = (random: Random, households: number, persons: number, shares: readonly number[]): number[] => {
  const sizes = apportion(households, shares).flatMap((count, index) => Array<number>(count).fill(index + 1));
  sizes.forEach(
    (size, i) =>
      (sizes[i] =
        size === 8
          ? 8 +
            random.weighted([
              [0, 70],
              [1, 22],
              [2, 8],
            ] as const)
          : size),
  );
  random.shuffle(sizes);
  for (let off = persons - sizes.reduce((a, b) => a + b, 0), i = 0; off !== 0; i = (i + 1) % sizes.length) {
    const step = Math.sign(off);
    if (sizes[i] + step >= 1 && sizes[i] + step <= 8) {
      sizes[i] += step;
      off -= step;
    }
  }
  return sizes;
};

const startMonth = (world: World): YearMonth => monthAt(world.year, -world.random.int(0, 60));

export const foundWorld = (options: ProvinceOptions): World => {
  const { province, year, households } = options;
  const profile = PROFILES[province];
  const scale = households === undefined ? options.scale : households / profile.registryHouseholds;
  const random = seeded(`${province}/${options.seed}/${year}`);
  const counties = makeCounties(province, profile, random, year, options.counties);
  const world: World = {
    province,
    profile,
    year,
    tick: 0,
    scale,
    random,
    counties,
    families: new Set(),
    registrations: [],
    nextFamily: 0,
    nextPerson: 0,
    nextCouple: 0,
    serials: new Map(),
    quotas: new Map(),
    registryPersons: 0,
    registryHouseholds: 0,
    dibaoPersons: 0,
    dibaoCases: 0,
    overlap: 0,
    errors: [],
    events: [],
    datedEvents: 0,
    later: new Map(),
    flawed: [],
  };
  const scaled = (figure: number): number => Math.round(figure * scale);
  const weights = counties.map((county) => [county, 0.5 + random.next()] as const);
  // The mean over people, not over counties, is the rate of Part 6.
  const mean =
    weights.reduce((sum, [{ badness }, weight]) => sum + badness * weight, 0) / weights.reduce((sum, [, w]) => sum + w, 0);
  for (const county of counties) county.badness /= mean;
  const registered: Family[] = [];
  for (const size of sizesFor(random, scaled(profile.registryHouseholds), scaled(profile.registryPersons), profile.sizes)) {
    const family = makeFamily(world, random.weighted(weights), size);
    enrolInRegistry(
      world,
      family,
      `${random.chance(0.8) ? 2014 : 2015}-${String(random.int(1, 12)).padStart(2, '0')}` as YearMonth,
    );
    registered.push(family);
  }
  for (const family of random.shuffle(registered)) {
    if (world.overlap >= scaled(profile.overlap)) break;
    const left = scaled(profile.overlap) - world.overlap;
    enrolFamily(world, family, startMonth(world), left);
  }
  // What the linked cases leave over of the distribution of covered members goes to families outside the registry.
  const quotas = apportion(scaled(profile.dibaoCases), COVERED_SIZES);
  for (const family of world.families)
    for (const { members } of family.cases) quotas[Math.min(7, members.filter(({ covered }) => covered).length) - 1] -= 1;
  const wanted = quotas.map((count) => Math.max(0, count));
  const cases = wanted.reduce((a, b) => a + b, 0);
  const persons = scaled(profile.dibaoPersons) - world.dibaoPersons;
  for (const covered of sizesFor(random, Math.min(cases, persons), persons, [...wanted, 0]))
    foundDibaoOnly(world, random.weighted(weights), covered, startMonth(world));
  addTekun(world, registered, weights);
  setFates(world);
  addDuplicates(world);
  markMonth(world);
  return world;
};

/** 特困 is another programme: it counts neither as dibao nor for the list (S-20). One for each hundred dibao cases. */
const addTekun = (world: World, registered: readonly Family[], weights: readonly (readonly [County, number])[]): void => {
  for (let left = Math.ceil(world.dibaoCases / 100); left > 0; left -= 1) {
    const known =
      left % 4 === 0 ? registered.find(({ persons, cases }) => persons.length === 1 && cases.length === 0) : undefined;
    const family = known ?? makeFamily(world, world.random.weighted(weights), 1);
    enrolInDibao(world, family, family.persons, startMonth(world), { programme: '特困' });
  }
};
