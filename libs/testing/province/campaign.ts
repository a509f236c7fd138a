import { startOf, withdraw } from './casework';
import { tell } from './chronicle';
import { enrolFamily, foundDibaoOnly } from './coverage';
import { COVERED_SIZES } from './profile';
import type { Family, World } from './world';
import { noteError } from './writing';

// The year of precise assistance (GX-15, GX-16): registered families are taken in, families outside the registry are cleared out,
// so that dibao and its overlap with the registry arrive at the seed's figures.

const between = (points: readonly (readonly [number, number])[], tick: number): number => {
  const next = points.findIndex(([at]) => at >= tick);
  if (next <= 0) return points[next < 0 ? points.length - 1 : 0][1];
  const [[from, low], [to, high]] = [points[next - 1], points[next]];
  return low + ((high - low) * (tick - from)) / (to - from);
};
const targets = ({ profile, scale, tick }: World): Readonly<{ dibao: number; overlap: number }> => {
  const at = (index: 0 | 1, start: number): number =>
    Math.round(
      scale *
        between(
          [
            [0, start],
            [9, profile.september[index]],
            [12, profile.december[index]],
            [14, profile.february[index]],
          ],
          tick,
        ),
    );
  return { dibao: at(0, profile.dibaoPersons), overlap: at(1, profile.overlap) };
};

const lastStop = ({ allCases }: Family): `${number}-${number}` | '' =>
  allCases.reduce<`${number}-${number}` | ''>((last, { stop, open }) => (open ? '9999-12' : stop > last ? stop : last), '');
const enrolled = (world: World, families: ReturnType<typeof enrolFamily>, late: boolean): void => {
  for (const dibaoCase of families) {
    const persons = dibaoCase.members.filter(({ covered }) => covered).map(({ person }) => person);
    tell(world, 'dibao-enrolled', 'dibao', `${dibaoCase.from}-01`, dibaoCase.family, persons);
    if (late) dibaoCase.unplaced.push(noteError(world, 'late-event', 'dibao', null, dibaoCase.family));
  }
};
const REASONS = ['家庭收入超过保障标准', '专项清查', '家庭财产不符合规定', '自愿放弃'];

export const campaign = (world: World): void => {
  const { random } = world;
  const target = targets(world);
  const families = random.shuffle([...world.families]);
  for (const family of families) {
    if (world.overlap >= target.overlap) break;
    const { registration, persons, cases } = family;
    if (registration === null || persons.length === 0 || cases.length > 0 || registration.exitYear !== null) continue;
    if (family.persons.some(({ covered }) => covered > 0) || (lastStop(family) !== '' && !random.chance(0.2))) continue;
    const { from, late } = startOf(world, lastStop(family));
    if (from <= lastStop(family)) continue;
    enrolled(world, enrolFamily(world, family, from, target.overlap - world.overlap), late);
  }
  for (const family of families) {
    const linked = family.registration !== null;
    const tooMany = linked ? world.overlap > target.overlap : world.dibaoPersons - world.overlap > target.dibao - target.overlap;
    if (!tooMany || family.registration?.fate != null) continue;
    for (const dibaoCase of family.cases) {
      const size = dibaoCase.members.filter(({ covered }) => covered).length;
      const excess = linked ? world.overlap - target.overlap : world.dibaoPersons - world.overlap - target.dibao + target.overlap;
      if (dibaoCase.open && dibaoCase.programme === '农村低保' && size <= excess)
        withdraw(world, dibaoCase, random.pick(REASONS));
    }
  }
  for (let tries = 0; world.dibaoPersons < target.dibao && tries < 1_000_000; tries += 1) {
    const size = Math.min(
      target.dibao - world.dibaoPersons,
      1 + random.weighted(COVERED_SIZES.map((share, i) => [i, share] as const)),
    );
    const { from, late } = startOf(world, '');
    enrolled(world, foundDibaoOnly(world, random.pick(world.counties), size, from).cases, late);
  }
};
