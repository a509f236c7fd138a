import type { YearMonth } from '@xianjie/domain';
import { addMonths } from '@xianjie/domain';
import { closeCase, dropMember } from './books';
import { asOfAt, monthAt, tickOf } from './calendar';
import { comesLate, tell } from './chronicle';
import { repriced } from './enrolments';
import type { Case, CaseMember, World } from './world';
import { noteError } from './writing';

// What civil affairs does with a case; every way out of it passes here.

const coveredIn = ({ members }: Case): CaseMember[] => members.filter(({ covered }) => covered);

/** Stops a case. Most stop with the month of the decision, some with the next; one in ten is entered late. */
export const withdraw = (world: World, dibaoCase: Case, reason: string, stopAt?: number): void => {
  if (!dibaoCase.open) return;
  const { random, tick, year } = world;
  const earliest = tickOf(year, dibaoCase.from) + 1;
  let stop = stopAt ?? (random.chance(0.7) ? tick : tick + 1);
  if (stopAt === undefined && earliest < tick - 2 && comesLate(world)) {
    stop = tick - random.int(2, 3);
    dibaoCase.unplaced.push(noteError(world, 'late-event', 'dibao', null, dibaoCase.family));
  }
  stop = Math.max(stop, earliest);
  closeCase(world, dibaoCase, stop);
  dibaoCase.stop = monthAt(year, stop);
  dibaoCase.status = '停保';
  dibaoCase.reason = reason;
  dibaoCase.listedUntil = Math.max(tick + 1, stop);
  const persons = coveredIn(dibaoCase).map(({ person }) => person);
  tell(world, 'dibao-withdrawn', 'dibao', `${dibaoCase.stop}-01`, dibaoCase.family, persons);
};

/** The case is no longer in the file and nobody says why (S-6). */
export const vanish = (world: World, dibaoCase: Case): void => {
  const { family } = dibaoCase;
  closeCase(world, dibaoCase, world.tick + 1);
  family.cases.splice(family.cases.indexOf(dibaoCase), 1);
  const error = noteError(world, 'vanished-case', 'dibao', null, family);
  error.file = `dibao-${asOfAt(world.year, world.tick)}.csv`;
  const persons = coveredIn(dibaoCase).map(({ person }) => person);
  tell(world, 'dibao-left-file', 'dibao', asOfAt(world.year, world.tick), family, persons);
};

/** One member leaves a case; the last covered one ends it. The benefit follows the number of members (GX-20). */
export const leaveCase = (world: World, member: CaseMember, reason: string): void => {
  const dibaoCase = member.case;
  if (!dibaoCase.members.includes(member)) return;
  if (dibaoCase.open && member.covered && coveredIn(dibaoCase).length === 1) {
    withdraw(world, dibaoCase, reason, Math.max(world.tick + 1, tickOf(world.year, dibaoCase.from) + 1));
    return;
  }
  if (!dibaoCase.open) return;
  dropMember(world, member);
  if (dibaoCase.applicant === member.person) {
    dibaoCase.applicant = dibaoCase.members.reduce((eldest, each) =>
      each.person.birth < eldest.person.birth ? each : eldest,
    ).person;
  }
  dibaoCase.amountFen = repriced(world, dibaoCase);
  tell(world, 'dibao-member-changed', 'dibao', asOfAt(world.year, world.tick), dibaoCase.family, [member.person]);
};

/** The first month of a new case: this one, or two or three back when the entry is late; never before `notBefore`. */
export const startOf = (world: World, notBefore: YearMonth | ''): Readonly<{ from: YearMonth; late: boolean }> => {
  const now = monthAt(world.year, world.tick);
  const back = addMonths(now, -world.random.int(2, 3));
  if (back > notBefore && world.tick > 3 && comesLate(world)) return { from: back, late: true };
  return { from: now, late: false };
};
