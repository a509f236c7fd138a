import { closeRegistration, register, strike } from './books';
import { asOfAt } from './calendar';
import { leaveCase } from './casework';
import { tell } from './chronicle';
import { nextRegistryNo } from './enrolments';
import { mattersForList } from './people-life';
import type { Family, Person, World } from './world';

/** Notes that two families share, or shared, a person. */
export const relate = (a: Family, b: Family): void => {
  a.related.add(b.id);
  b.related.add(a.id);
};
export const age = (world: World, { birth }: Person): number => world.year - Number(birth.slice(0, 4));
/** A grown child's couple with its children, or a grown son alone, makes a household of its own. */
export const split = (world: World, family: Family): boolean => {
  const { registration } = family;
  if (family.changedAt === world.tick) return false;
  const married = family.persons.filter(({ generation, couple }) => generation === 1 && couple > 0);
  const son = family.persons.find(
    (person) => person.generation === 1 && person.sex === '男' && age(world, person) >= 24 && person.couple === 0,
  );
  const leavers =
    married.length === 2
      ? [...married, ...family.persons.filter(({ generation }) => generation === 2)]
      : son === undefined
        ? []
        : [son];
  if (
    family.persons.length < 4 ||
    leavers.length === 0 ||
    leavers.includes(family.head) ||
    leavers.length >= family.persons.length
  )
    return false;
  if (leavers.some(({ registered }) => registered > 1)) return false;
  const head = leavers.find(({ sex }) => sex === '男') ?? leavers[0];
  world.nextFamily += 1;
  const young: Family = {
    ...family,
    id: world.nextFamily,
    persons: [...leavers],
    registration: null,
    cases: [],
    head,
    registrations: [],
    allCases: [],
    related: new Set(),
    changedAt: world.tick,
    everyone: [],
  };
  family.changedAt = world.tick;
  const keepsCase = world.random.chance(0.2);
  for (const person of leavers) {
    family.persons.splice(family.persons.indexOf(person), 1);
    const member = registration?.members.find((each) => each.person === person);
    if (member !== undefined) strike(world, member);
    if (!keepsCase)
      for (const { members } of [...family.cases])
        for (const each of [...members]) if (each.person === person) leaveCase(world, each, '分户');
  }
  world.families.add(young);
  young.county.families.add(young);
  relate(family, young);
  if (registration !== null) {
    const no = nextRegistryNo(family.county);
    const own = {
      ...registration,
      no,
      numbers: [{ no, county: family.county, listed: false }],
      family: young,
      members: [],
      nextMember: 1,
      head,
      declaredOff: 0,
      unplaced: [],
      seen: false,
      planSeen: false,
      exitSeen: false,
      fate: registration.fate === null ? null : { ...registration.fate, late: false },
    };
    young.registration = own;
    young.registrations.push(own);
    world.registrations.push(own);
    world.registryHouseholds += 1;
    for (const person of leavers) register(world, own, person);
  }
  tell(world, 'split', registration === null ? null : 'poverty', asOfAt(world.year, world.tick), family, leavers);
  return true;
};

/** One or two old people move in with another registered family of their county; their registration ends. */
export const merge = (world: World, families: readonly Family[], family: Family): boolean => {
  const { registration, county } = family;
  if (family.changedAt === world.tick) return false;
  const open = family.cases.some((each) => each.open);
  if (
    registration === null ||
    family.persons.length > 2 ||
    family.persons.length === 0 ||
    open ||
    mattersForList(family, world.year)
  )
    return false;
  if (!registration.seen || registration.members.length !== family.persons.length) return false;
  const into = families.find(
    (each) => each !== family && each.county === county && each.registration !== null && each.persons.length > 1,
  );
  if (into?.registration == null) return false;
  const persons = [...family.persons];
  closeRegistration(world, registration);
  registration.members = [];
  for (const person of persons) {
    into.persons.push(person);
    register(world, into.registration, person);
  }
  family.persons = [];
  relate(family, into);
  tell(world, 'merged', 'poverty', asOfAt(world.year, world.tick), family, persons);
  return true;
};
