import type { YearMonth } from '@xianjie/domain';
import { monthAt } from './calendar';
import { vanish, withdraw } from './casework';
import { befalls, later, someDay, tell } from './chronicle';
import { enrolInDibao, repriced } from './enrolments';
import type { Case, Family, World } from './world';

const REVIEW_MONTHS = { A: 12, B: 6, C: 3 } as const;
const REASONS = ['家庭收入超过保障标准', '自愿放弃', '拒绝配合核对', '家庭财产不符合规定'];

/** Comes back after some months: a new spell, most often under a new number (S-10). */
const reenter = (world: World, gone: Case): void => {
  const { family } = gone;
  const persons = gone.members
    .filter(({ covered, person }) => covered && family.persons.includes(person))
    .map(({ person }) => person);
  if (persons.length === 0 || family.cases.some(({ open }) => open) || persons.some(({ covered }) => covered > 0)) return;
  const now = monthAt(world.year, world.tick);
  if (gone.stop === '' || gone.stop >= now) return;
  const again = enrolInDibao(world, family, persons, now, world.random.chance(0.3) ? { no: gone.no } : {});
  tell(world, 'dibao-enrolled', 'dibao', `${again.from}-01`, family, persons);
};

const leave = (world: World, dibaoCase: Case, reason: string): void => {
  if (befalls(world, 'vanish', 0.25)) {
    vanish(world, dibaoCase);
    return;
  }
  withdraw(world, dibaoCase, reason);
  if (world.tick <= 10 && befalls(world, 're-entry', 0.4))
    later(world, world.tick + world.random.int(3, 4), () => reenter(world, dibaoCase));
};

const suspend = (world: World, dibaoCase: Case): void => {
  const { family } = dibaoCase;
  dibaoCase.status = '缓发';
  tell(world, 'dibao-suspended', 'dibao', `${monthAt(world.year, world.tick)}-01`, family);
  later(world, world.tick + 2, () => {
    if (dibaoCase.status !== '缓发' || dibaoCase.family !== family) return;
    dibaoCase.status = '在保';
    tell(world, 'dibao-resumed', 'dibao', `${monthAt(world.year, world.tick)}-01`, family);
  });
};

const liveCase = (world: World, family: Family, dibaoCase: Case): void => {
  const { tick, year, random } = world;
  const exited = family.registration?.exitYear === year && family.registration.exitSeen;
  const month = monthAt(year, tick) as YearMonth;
  if (tick === 7) dibaoCase.amountFen = repriced(world, dibaoCase);
  const every = REVIEW_MONTHS[dibaoCase.class];
  if ((tick + dibaoCase.no.charCodeAt(dibaoCase.no.length - 1)) % every === 0 && random.chance(0.7))
    dibaoCase.reviewedOn = someDay(world);
  if (befalls(world, 'class', 0.06)) {
    dibaoCase.class = random.pick((['A', 'B', 'C'] as const).filter((each) => each !== dibaoCase.class));
    dibaoCase.amountFen = repriced(world, dibaoCase);
    tell(world, 'dibao-class-changed', 'dibao', `${month}-01`, family);
  }
  if (dibaoCase.status === '在保' && befalls(world, 'suspend', 0.012)) suspend(world, dibaoCase);
  if (exited && tick >= 12 && dibaoCase.status === '在保' && world.profile.transitions && befalls(world, 'transition', 0.4)) {
    dibaoCase.status = '渐退';
    dibaoCase.reviewedOn = someDay(world);
    tell(world, 'dibao-transition-started', 'dibao', dibaoCase.reviewedOn, family);
  } else if (exited && tick >= 13 && befalls(world, 'after-exit', 0.5)) {
    dibaoCase.verifiedOn = someDay(world);
    leave(world, dibaoCase, '脱贫核实退出');
  } else if (befalls(world, 'withdraw', 0.05)) leave(world, dibaoCase, random.pick(REASONS));
};

/** Civil affairs' month. Stopped cases stay in the file for one more month, then go. */
export const liveDibao = (world: World): void => {
  for (const family of world.families) {
    if (family.cases.length === 0) continue;
    family.cases = family.cases.filter(({ listedUntil }) => listedUntil === null || listedUntil >= world.tick);
    for (const dibaoCase of [...family.cases])
      if (dibaoCase.open && dibaoCase.programme === '农村低保') liveCase(world, family, dibaoCase);
  }
};
