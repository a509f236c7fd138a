import type { LocalDate } from '@xianjie/domain';
import { syntheticIdNo } from '../fixtures/identifiers';
import { dayIn } from './calendar';
import { hasRare, makeDottedName, makeName, makeRareName, surnameOf } from './names';
import { ERROR_RATES } from './profile';
import { quota } from './writing';
import type { County, Family, Person, World } from './world';
import { rootOf } from './world';

const birthIn = (world: World, year: number): LocalDate =>
  dayIn(`${year}-${String(world.random.int(1, 12)).padStart(2, '0')}` as `${number}-${number}`, world.random.int(1, 28));

const idNoFor = (world: World, county: County, birth: LocalDate, sex: '男' | '女'): string => {
  // Digits 15 to 17 hold 499 persons of one sex, day and county; province scale 1 stays below.
  const key = `${rootOf(county)}${birth}${sex}`;
  const serial = world.serials.get(key) ?? world.random.int(1, 20);
  world.serials.set(key, serial + 1);
  return syntheticIdNo({ division: rootOf(county), birth, sex, serial });
};

const healthOf = (world: World, age: number): string =>
  world.random.weighted([
    ['健康', age > 60 ? 45 : 76],
    ['长期慢性病', age > 60 ? 32 : 9],
    ['大病', age > 60 ? 10 : 5],
    ['残疾', age > 60 ? 13 : 10],
  ]);
const labourOf = (world: World, age: number, health: string): string => {
  if (age < 16 || age > 75) return '无劳动力';
  if (health === '残疾') return world.random.chance(0.5) ? '丧失劳动力' : '弱劳动力或半劳动力';
  if (age > 60 || health === '大病') return '弱劳动力或半劳动力';
  return world.random.chance(0.06) ? '技能劳动力' : '普通劳动力';
};

export type Place = Readonly<{ generation: number; couple: number; inLaw?: boolean; surname?: string; ethnicity: string }>;
export const makePerson = (world: World, county: County, sex: '男' | '女', born: number | LocalDate, place: Place): Person => {
  const { random } = world;
  const birth = typeof born === 'number' ? birthIn(world, born) : born;
  const dotted = quota(world, 'trait/dot', ERROR_RATES['minority-dot'] * 2).hit(county.dotted ? 6 : 1);
  const rare = quota(world, 'trait/rare', ERROR_RATES['rare-character'] * 4).hit();
  const surname = place.inLaw === true ? undefined : place.surname;
  let name = makeName(random, world.province, sex, surname);
  if (dotted) name = makeDottedName(random);
  else if (rare && !hasRare(name)) name = makeRareName(random, surnameOf(name));
  const age = world.year - Number(birth.slice(0, 4));
  const health = healthOf(world, age);
  const from = random.chance(0.06) ? random.pick(world.counties) : county;
  world.nextPerson += 1;
  return {
    id: world.nextPerson,
    name,
    sex,
    birth,
    idNo: idNoFor(world, from, birth, sex),
    ethnicity: place.ethnicity,
    health,
    labour: labourOf(world, age, health),
    // 100 opens no mobile number: nobody can be called.
    phone: age >= 18 ? `100${String(random.int(0, 99_999_999)).padStart(8, '0')}` : '',
    generation: place.generation,
    couple: place.couple,
    inLaw: place.inLaw === true,
    written: { poverty: null, dibao: null },
    registered: 0,
    covered: 0,
    months: 0,
    droppedMonths: 0,
    keys: { registry: [], dibao: [] },
  };
};

const sexes = ['男', '女'] as const;
/** A family of `size`: a head, most often a spouse, children, then parents and grandchildren. */
export const makeFamily = (world: World, county: County, size: number): Family => {
  const { random, year } = world;
  const ethnicity = random.weighted(world.profile.minority);
  const couple = (world.nextCouple += 1);
  const headAge = size === 1 ? random.int(38, 82) : random.int(28, 66);
  const headSex = random.chance(size === 1 ? 0.6 : 0.82) ? '男' : '女';
  const head = makePerson(world, county, headSex, year - headAge, { generation: 0, couple, ethnicity });
  const surname = head.name.includes('·') ? undefined : surnameOf(head.name);
  const persons = [head];
  const add = (sex: '男' | '女', bornIn: number, generation: number, of: number, inLaw = false): void => {
    persons.push(
      makePerson(world, county, sex, Math.min(year - 1, bornIn), { generation, couple: of, inLaw, surname, ethnicity }),
    );
  };
  if (size >= 2 && random.chance(0.8)) add(headSex === '男' ? '女' : '男', year - headAge + random.int(-3, 5), 0, couple, true);
  const parents = size >= 5 ? random.int(0, 2) : size >= 3 && random.chance(0.2) ? 1 : 0;
  if (headAge < 62)
    for (let i = 0; i < parents && persons.length < size; i += 1)
      add(sexes[i], year - headAge - random.int(20, 29), -1, couple + 0.5);
  const grown = headAge > 48 && size >= 5;
  let childCouple = 0;
  while (persons.length < size) {
    if (grown && childCouple === 0 && size - persons.length >= 2) {
      childCouple = world.nextCouple += 1;
      add('男', year - headAge + random.int(21, 25), 1, childCouple);
      add('女', year - headAge + random.int(21, 26), 1, childCouple, true);
    } else if (childCouple > 0 && random.chance(0.6)) {
      add(random.pick(sexes), year - random.int(1, Math.max(2, headAge - 46)), 2, 0);
    } else add(random.pick(sexes), year - random.int(Math.max(1, headAge - 40), headAge - 20), 1, 0);
  }
  world.nextFamily += 1;
  const village = random.pick(county.villages);
  const family: Family = {
    id: world.nextFamily,
    county,
    village,
    persons,
    registration: null,
    cases: [],
    head,
    registrations: [],
    allCases: [],
    related: new Set(),
    changedAt: -1,
    everyone: [],
  };
  county.families.add(family);
  world.families.add(family);
  return family;
};

/** 与户主关系 in the words of the registry. */
export const relationTo = (person: Person, head: Person): string => {
  if (person === head) return '户主';
  const step = person.generation - head.generation;
  const male = person.sex === '男';
  if (step === 0) return Math.floor(person.couple) === Math.floor(head.couple) && person.couple > 0 ? '配偶' : '兄弟姐妹';
  if (step === 1) return person.inLaw ? (male ? '之女婿' : '之儿媳') : male ? '之子' : '之女';
  if (step === -1) return male ? '之父' : '之母';
  if (step === 2) return male ? '之孙子' : '之孙女';
  if (step === -2) return male ? '之祖父' : '之祖母';
  return '其他';
};
export const adultsOf = (family: Family, year: number): Person[] =>
  family.persons.filter(({ birth }) => year - Number(birth.slice(0, 4)) >= 18);
