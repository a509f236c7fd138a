import { closeRegistration, enlist, register, strike } from './books';
import { asOfAt } from './calendar';
import { leaveCase, withdraw } from './casework';
import { befalls, comesLate, later, someDay, tell } from './chronicle';
import { repriced } from './enrolments';
import { adultsOf, makePerson } from './people';
import { surnameOf } from './names';
import type { Family, Person, World } from './world';
import { noteError, quota, writtenBy } from './writing';

/** The household is one that the year's list may hold: it is left whole. */
export const mattersForList = ({ registration }: Family, year: number): boolean =>
  registration !== null && (registration.fate !== null || registration.plannedYear === year || registration.exitYear === year);

const ageIn = (world: World, { birth }: Person): number => world.year - Number(birth.slice(0, 4));

/** Strikes a person off the family's books of both offices; `afterwards` months later in dibao's. */
export const leaveFamily = (world: World, family: Family, person: Person, reason: string, afterwards = 0): void => {
  family.persons.splice(family.persons.indexOf(person), 1);
  family.everyone.push(person);
  const { registration } = family;
  const member = registration?.members.find((each) => each.person === person);
  if (member !== undefined) strike(world, member);
  if (family.head === person && family.persons.length > 0) {
    family.head = adultsOf(family, world.year)[0] ?? family.persons[0];
  }
  if (registration !== null && registration.head === person && registration.members.length > 0) {
    registration.head = family.persons.includes(family.head) ? family.head : registration.members[0].person;
    tell(world, 'head-changed', 'poverty', asOfAt(world.year, world.tick), family, [registration.head]);
  }
  const fromCases = (): void => {
    for (const { members } of [...family.cases])
      for (const each of [...members]) if (each.person === person) leaveCase(world, each, reason);
  };
  if (afterwards === 0) fromCases();
  else later(world, world.tick + afterwards, fromCases);
};

/** A family that has nobody left leaves both books. */
export const dissolve = (world: World, family: Family): void => {
  if (family.persons.length > 0) return;
  if (family.registration !== null) {
    tell(world, 'registry-removed', 'poverty', asOfAt(world.year, world.tick), family);
    closeRegistration(world, family.registration);
  }
  for (const each of family.cases) if (each.open) withdraw(world, each, '死亡', world.tick + 1);
};

const die = (world: World, family: Family): void => {
  const person = [...family.persons].sort((a, b) => (a.birth < b.birth ? -1 : 1))[0];
  const late = person.covered > 0 && comesLate(world);
  tell(world, 'died', null, someDay(world), family, [person]);
  if (late) for (const each of family.cases) each.unplaced.push(noteError(world, 'late-event', 'dibao', person, family));
  leaveFamily(world, family, person, '死亡', late && world.tick <= 11 ? 3 : 0);
  if (family.persons.length === 0) dissolve(world, family);
};

/** Joins the family's registration at once, and its case when the whole family is covered. */
export const joinFamily = (world: World, family: Family, person: Person): void => {
  family.persons.push(person);
  if (family.registration !== null) register(world, family.registration, person);
  const whole = family.cases.find(({ open, members }) => open && members.every(({ covered }) => covered));
  if (whole === undefined || person.covered > 0) return;
  enlist(world, whole, person, true);
  whole.amountFen = repriced(world, whole);
  tell(world, 'dibao-member-changed', 'dibao', asOfAt(world.year, world.tick), family, [person]);
};

const bear = (world: World, family: Family, mother: Person): void => {
  const sex = world.random.chance(0.52) ? '男' : '女';
  const generation = mother.generation + 1;
  const child = makePerson(world, family.county, sex, someDay(world), {
    generation,
    couple: 0,
    surname: surnameOf(family.head.name),
    ethnicity: mother.ethnicity,
  });
  tell(world, 'born', null, child.birth, family, [child]);
  // Some are entered before they have a number: the last tenth of the rate of missing numbers (births are some 1 % of all rows).
  if (world.random.chance(0.06))
    for (const source of ['poverty', 'dibao'] as const) {
      const written = writtenBy(world, source, child, family);
      if (written.kinds.length > 0) continue;
      written.idNo = '';
      written.kinds.push('id-missing');
      written.unplaced.push(noteError(world, 'id-missing', source, child, family));
      world.flawed.push({ written, person: child, source, family });
    }
  joinFamily(world, family, child);
};
/** Births 0.9, deaths 1.2 (over 70: 5) per cent of persons a year. */
export const livePeople = (world: World): void => {
  const births = quota(world, 'life/births', 0.009 / 12);
  const deaths = quota(world, 'life/deaths', 1 / 12);
  for (const family of [...world.families]) {
    if (family.persons.length === 0) continue;
    births.ask(family.persons.length);
    if (births.due && family.persons.length > 1) {
      const mother = family.persons.find(
        (person) => person.sex === '女' && ageIn(world, person) >= 19 && ageIn(world, person) <= 42,
      );
      if (mother !== undefined) {
        births.take();
        bear(world, family, mother);
      }
    }
    for (const person of family.persons) deaths.ask(ageIn(world, person) > 70 ? 0.05 : 0.009);
    const spared = family.persons.length === 1 && mattersForList(family, world.year);
    if (deaths.due && !spared && !family.persons.every((person) => ageIn(world, person) < 50)) {
      deaths.take();
      die(world, family);
    }
    if (family.persons.length > 1 && befalls(world, 'head', 0.015)) changeHead(world, family);
  }
  const repairs = quota(world, 'life/repairs', 0.01);
  world.flawed = world.flawed.filter(({ written, person, source, family }) => {
    if (!repairs.hit() || world.tick < 2) return true;
    written.idNo = person.idNo;
    tell(world, 'identifier-corrected', source, asOfAt(world.year, world.tick), family, [person]);
    return false;
  });
};

const changeHead = (world: World, family: Family): void => {
  const next = adultsOf(family, world.year).find((adult) => adult !== family.head);
  const { registration } = family;
  if (next === undefined) return;
  family.head = next;
  if (registration !== null && registration.members.some(({ person }) => person === next)) {
    registration.head = next;
    tell(world, 'head-changed', 'poverty', asOfAt(world.year, world.tick), family, [next]);
  }
  for (const each of family.cases)
    if (each.open && world.random.chance(0.5) && each.members.some(({ person }) => person === next)) {
      each.applicant = next;
      tell(world, 'head-changed', 'dibao', asOfAt(world.year, world.tick), family, [next]);
    }
};
