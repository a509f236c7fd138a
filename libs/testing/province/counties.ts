import { DATE_STYLES } from './calendar';
import { inForce, lineageOf, readDivisions } from './divisions';
import type { ProvinceName } from './names';
import type { Profile } from './profile';
import type { Random } from './random';
import type { County } from './world';

const three = (n: number): string => String(n).padStart(3, '0');

const villagesOf = (random: Random, code: string): { villages: string[]; former: string[] } => {
  const villages: string[] = [];
  const former: string[] = [];
  for (let town = 0; town < random.int(4, 9); town += 1) {
    const township = code + three(town < 3 ? 100 + town : 200 + town);
    for (let village = 0; village < random.int(4, 9); village += 1) villages.push(township + three(200 + village));
    former.push(township + three(250));
  }
  return { villages, former };
};

/** Four of five counties are better than the mean, one in twelve is very bad; the mean stays 1. */
const badnessOf = (index: number, count: number): number => {
  if (count < 5) return index === count - 1 ? 1.9 : (count - 1.9) / Math.max(1, count - 1);
  return index % 12 === 4 ? 4.3 : index % 6 === 2 ? 1.1 : 0.58;
};

/** The counties in force on 31 December before `year`; all of them, or the first `count` of the province's chosen few. */
export const makeCounties = (
  province: ProvinceName,
  profile: Profile,
  random: Random,
  year: number,
  count?: number,
): County[] => {
  const table = readDivisions(province);
  const standing = table.filter((d) => (d.level === 'county' || d.level === 'zone') && inForce(d, `${year - 1}-12-31`));
  const first = profile.firstCounties.map((code) => standing.find((d) => d.code === code)).filter((d) => d !== undefined);
  const ordered = [...first, ...standing.filter((d) => !first.includes(d))];
  const taken = ordered.slice(0, count ?? ordered.length);
  return taken.map((division, index) => {
    const own = random.fork(`county/${division.code}`);
    const { villages, former } = villagesOf(own, division.code);
    return {
      index,
      line: lineageOf(table, division.code),
      badness: badnessOf(index, taken.length),
      dotted: index < Math.round(profile.dottedCounties * taken.length),
      leadingZeros: index % 7 === 3,
      thousands: index % 5 === 1,
      dates: { poverty: DATE_STYLES[index % 4], dibao: DATE_STYLES[(index + own.int(0, 3)) % 4] },
      villages,
      formerVillages: former,
      families: new Set(),
      nextRegistration: own.int(1, 40),
      nextCase: own.int(1, 40),
    };
  });
};
