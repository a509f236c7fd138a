import type { Case, CaseMember, Person, Registration, RegistryMember, World } from './world';
import { FREEZE_TICK } from './calendar';

// The only functions that enter a person in a book or strike one out: they keep the province's totals right.

const bitsFrom = (from: number, to: number): number => {
  let bits = 0;
  for (let tick = Math.max(0, from); tick <= to; tick += 1) bits |= 1 << tick;
  return bits;
};

export const register = (world: World, registration: Registration, person: Person): RegistryMember => {
  const memberNo = String(registration.nextMember).padStart(2, '0');
  registration.nextMember += 1;
  const member = { person, memberNo, registration, listed: 0, lastTick: -1 };
  registration.members.push(member);
  person.keys.registry.push(member);
  person.registered += 1;
  if (person.registered === 1) {
    world.registryPersons += 1;
    if (person.covered > 0) world.overlap += 1;
  }
  return member;
};

export const strike = (world: World, member: RegistryMember): void => {
  const { registration, person } = member;
  registration.members.splice(registration.members.indexOf(member), 1);
  person.registered -= 1;
  if (person.registered === 0) {
    world.registryPersons -= 1;
    if (person.covered > 0) world.overlap -= 1;
  }
};

const count = (world: World, person: Person, by: 1 | -1): void => {
  person.covered += by;
  if (person.covered === (by === 1 ? 1 : 0)) {
    world.dibaoPersons += by;
    if (person.registered > 0) world.overlap += by;
  }
};

/** Lists a person in a case; months from `sinceTick` to now count as covered. */
export const enlist = (world: World, dibaoCase: Case, person: Person, covered: boolean, sinceTick = world.tick): CaseMember => {
  const member = { person, case: dibaoCase, covered, seen: false, lastTick: -1, lastIdNo: '', lastName: '' };
  dibaoCase.members.push(member);
  person.keys.dibao.push(member);
  if (covered && dibaoCase.open && dibaoCase.programme === '农村低保') {
    count(world, person, 1);
    person.months |= bitsFrom(sinceTick, world.tick);
  }
  return member;
};

/** One member leaves a case that stays open. The month of the change itself can be read either way. */
export const dropMember = (world: World, member: CaseMember): void => {
  const { person, case: dibaoCase } = member;
  dibaoCase.members.splice(dibaoCase.members.indexOf(member), 1);
  if (!member.covered || !dibaoCase.open || dibaoCase.programme !== '农村低保') return;
  count(world, person, -1);
  if (person.covered === 0) {
    person.droppedMonths |= person.months | (1 << world.tick);
    person.months = 0;
  }
};

/** The case ends; `stopTick` is the first month without benefit and may lie in the past (a late report). */
export const closeCase = (world: World, dibaoCase: Case, stopTick: number): void => {
  if (!dibaoCase.open) return;
  dibaoCase.open = false;
  world.dibaoCases -= dibaoCase.programme === '农村低保' ? 1 : 0;
  for (const { person, covered } of dibaoCase.members) {
    if (!covered || dibaoCase.programme !== '农村低保') continue;
    count(world, person, -1);
    if (person.covered === 0) {
      person.months &= bitsFrom(0, stopTick - 1);
      if (stopTick > world.tick) person.months |= 1 << world.tick;
    }
  }
};

/** Marks the month as covered for everybody in an open case. */
export const markMonth = (world: World, tick = world.tick): void => {
  for (const family of world.families)
    for (const { open, programme, members } of family.cases)
      if (open && programme === '农村低保')
        for (const { person, covered } of members) if (covered) person.months |= 1 << Math.min(tick, FREEZE_TICK);
};

export const closeRegistration = (world: World, registration: Registration): void => {
  for (const member of [...registration.members]) {
    const { person } = member;
    person.registered -= 1;
    if (person.registered === 0) {
      world.registryPersons -= 1;
      if (person.covered > 0) world.overlap -= 1;
    }
  }
  registration.removed = true;
  world.registryHouseholds -= 1;
  registration.family.registration = null;
};
