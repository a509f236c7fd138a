import { closeCase } from './books';
import { asOfAt, monthAt, tickOf } from './calendar';
import { befalls, someDay, tell } from './chronicle';
import { enrolInDibao, nextRegistryNo } from './enrolments';
import { REGISTRY_TICKS } from './fates';
import { joinFamily, leaveFamily } from './people-life';
import { makePerson } from './people';
import { age, merge, relate, split } from './household-changes';
import type { Family, Person, World } from './world';

const unmarried = (world: World, family: Family, sex: '男' | '女'): Person | undefined =>
  family.persons.find(
    (person) =>
      person.sex === sex && person.couple === 0 && person !== family.head && age(world, person) >= 20 && age(world, person) <= 36,
  );

/** One family in ten has one: of 100 some does, but in a province of a few families. */
const GROOMS_ASKED = 100;

/** A daughter marries out, half of them into another family of the province; as many women come from outside. */
const marry = (world: World, families: readonly Family[], family: Family): boolean => {
  const bride = unmarried(world, family, '女');
  if (bride === undefined) return false;
  let home: Family | undefined;
  let groom: Person | undefined;
  for (let tries = 0; tries < GROOMS_ASKED && groom === undefined; tries += 1) {
    home = world.random.pick(families);
    groom = home === family || home.persons.length === 0 ? undefined : unmarried(world, home, '男');
  }
  leaveFamily(world, family, bride, '嫁出');
  tell(world, 'married-out', null, someDay(world), family, [bride]);
  if (home === undefined || groom === undefined) return true;
  groom.couple = world.nextCouple += 1;
  const wife = world.random.chance(0.5)
    ? bride
    : makePerson(world, home.county, '女', world.year - age(world, groom) + 1, {
        generation: groom.generation,
        couple: groom.couple,
        inLaw: true,
        ethnicity: bride.ethnicity,
      });
  Object.assign(wife, { generation: groom.generation, couple: groom.couple, inLaw: true });
  if (wife === bride) relate(family, home);
  joinFamily(world, home, wife);
  tell(world, 'married-in', null, someDay(world), home, [wife]);
  return true;
};

/** Within the county the village changes; to another county the registration is renumbered and the case closed there before it opens here (CR-36). */
const move = (world: World, family: Family): boolean => {
  const { tick, year, random } = world;
  if (family.persons.length === 0) return false;
  const settled = family.changedAt !== tick;
  const abroad = settled && REGISTRY_TICKS.includes(tick) && tick <= 9 && world.counties.length > 1 && random.chance(0.6);
  const county = abroad ? random.pick(world.counties.filter((each) => each !== family.county)) : family.county;
  const village = random.pick(county.villages);
  const openCases = family.cases.filter((each) => each.open && tickOf(year, each.from) < tick);
  if (family.cases.some((each) => each.open && !openCases.includes(each))) return false;
  if (family.registration !== null && (family.registration.stale !== null || !family.registration.seen)) return false;
  if (openCases.some(({ stale }) => stale !== null)) return false;
  tell(world, 'moved', null, asOfAt(year, tick), family, family.persons);
  family.village = village;
  if (!abroad) {
    for (const each of [...openCases, ...(family.registration === null ? [] : [family.registration])]) each.village = village;
    return true;
  }
  family.county.families.delete(family);
  county.families.add(family);
  family.county = county;
  if (family.registration !== null) {
    const no = nextRegistryNo(county);
    Object.assign(family.registration, { no, county, village });
    family.registration.numbers.push({ no, county, listed: false });
    family.changedAt = tick;
  }
  for (const old of openCases) {
    const covered = old.members.filter((each) => each.covered).map(({ person }) => person);
    const { programme, class: ofClass, applicant } = old;
    closeCase(world, old, tick);
    Object.assign(old, { status: '停保', stop: monthAt(year, tick), reason: '迁出', listedUntil: tick + 1 });
    const listed = old.members.map(({ person }) => person);
    const anew = enrolInDibao(world, family, covered, monthAt(year, tick), { programme, listed, applicant });
    anew.class = ofClass;
  }
  return true;
};

/** Marriages 0.8 % of persons, moves 0.6 %, splits 1.0 %, merges 0.3 % of households a year; splits and merges with the registry's quarter. */
export const liveFamilies = (world: World): void => {
  const { tick, year } = world;
  const families = world.random.shuffle([...world.families]);
  const quarter = REGISTRY_TICKS.includes(tick) && tick <= 9;
  const owed = { marry: 0, split: 0, merge: 0, move: 0 };
  for (const family of families) {
    owed.marry += Number(befalls(world, 'marry', 0.008, family.persons.length));
    owed.move += Number(tick <= 12 && befalls(world, 'move', 0.006));
    if (quarter) {
      owed.split += Number(befalls(world, 'split', 0.01, 1, 4));
      owed.merge += Number(family.registration !== null && befalls(world, 'merge', 0.003, 1, 4));
    }
    if (owed.marry > 0 && marry(world, families, family)) owed.marry -= 1;
    if (owed.move > 0 && move(world, family)) owed.move -= 1;
    if (owed.split > 0 && split(world, family)) owed.split -= 1;
    if (owed.merge > 0 && merge(world, families, family)) owed.merge -= 1;
    const { registration } = family;
    if (
      quarter &&
      registration !== null &&
      registration.seen &&
      family.changedAt !== tick &&
      befalls(world, 'renumber', 0.001, 1, 4)
    ) {
      family.changedAt = tick;
      registration.no = nextRegistryNo(family.county);
      registration.numbers.push({ no: registration.no, county: family.county, listed: false });
      tell(world, 'renumbered', 'poverty', asOfAt(year, tick), family);
    }
  }
};
