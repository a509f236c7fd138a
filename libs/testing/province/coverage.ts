import type { YearMonth } from '@xianjie/domain';
import { enrolInDibao } from './enrolments';
import { makeFamily } from './people';
import type { Case, County, Family, Person, World } from './world';

const weakness = ({ health, labour, birth }: Person): number =>
  (health === '健康' ? 0 : 2) + (labour === '无劳动力' || labour === '丧失劳动力' ? 2 : 0) + (birth < '1950' ? 1 : 0);

const MODES = [
  ['whole', 55],
  ['part', 30],
  ['single', 15],
] as const;
/** Whole family 55 %, part 30 %, one person 15 %; never more than seven. */
const chooseCovered = (world: World, family: Family): Person[] => {
  const { random } = world;
  const mode = family.persons.length > 7 ? 'part' : random.weighted(MODES);
  if (mode === 'whole' || family.persons.length === 1) return [...family.persons];
  const weakFirst = [...family.persons].sort((a, b) => weakness(b) - weakness(a));
  const count = mode === 'single' ? 1 : Math.min(7, random.int(2, Math.max(2, family.persons.length - 1)));
  return weakFirst.slice(0, Math.min(count, family.persons.length));
};

/** Enrols a family, at most `limit` persons; now and then the grandparents have a case of their own (SPLIT). */
export const enrolFamily = (world: World, family: Family, from: YearMonth, limit: number): Case[] => {
  const covered = chooseCovered(world, family).slice(0, limit);
  const old = covered.filter(({ generation }) => generation === -1);
  const rest = covered.filter(({ generation }) => generation !== -1);
  if (old.length === 0 || rest.length === 0 || !world.random.chance(0.08)) return [enrolInDibao(world, family, covered, from)];
  const young = family.persons.filter(({ generation }) => generation !== -1);
  return [
    enrolInDibao(world, family, rest, from, { listed: young }),
    enrolInDibao(world, family, old, from, { listed: old, applicant: old[0] }),
  ];
};

/** A family known to dibao only: 70 % wholly covered, the rest with one to three who are not. */
export const foundDibaoOnly = (world: World, county: County, covered: number, from: YearMonth): Family => {
  const extra = covered < 6 && world.random.chance(0.3) ? world.random.int(1, 3) : 0;
  const family = makeFamily(world, county, covered + extra);
  enrolInDibao(world, family, family.persons.slice(0, covered), from);
  return family;
};
