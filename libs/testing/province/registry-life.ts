import { closeRegistration } from './books';
import { asOfAt, dayIn, monthAt } from './calendar';
import { befalls, tell } from './chronicle';
import { enrolInRegistry } from './enrolments';
import { REGISTRY_TICKS, exitNow, plan } from './fates';
import type { Registration, World } from './world';
import { noteError } from './writing';

const REASONS = ['收入未达标', '住房安全未保障', '因病支出过大', '义务教育未保障'];

const keepPlan = (world: World, registration: Registration): void => {
  const { fate } = registration;
  if (fate === null || registration.exitYear === world.year) return;
  if (fate.planTick === world.tick) {
    plan(world, registration);
    tell(world, 'exit-planned', 'poverty', asOfAt(world.year, world.tick), registration.family);
  }
  if (fate.withdrawPlanAt === world.tick) {
    registration.plannedYear = null;
    registration.status = '未脱贫';
    tell(world, 'plan-withdrawn', 'poverty', asOfAt(world.year, world.tick), registration.family);
  }
  const failed = fate.exitTick === null && registration.status === '预脱贫' && world.tick >= 12;
  if (failed && (world.tick === 14 || world.random.chance(0.5))) {
    registration.status = '未脱贫';
    registration.notExitedReason = world.random.pick(REASONS);
    tell(world, 'exit-not-achieved', 'poverty', `${world.year}-12-31`, registration.family);
  }
};

const exits = (world: World, registration: Registration): void => {
  const { fate, family } = registration;
  if (fate?.reportTick !== world.tick) return;
  exitNow(world, registration, world.random.chance(0.03) ? '' : fate.exitOn);
  world.datedEvents += 1;
  if (fate.late) registration.unplaced.push(noteError(world, 'late-event', 'poverty', null, family));
  if (fate.overFreeze) registration.unplaced.push(noteError(world, 'backdated-over-freeze', 'poverty', null, family));
  tell(world, 'poverty-exited', 'poverty', registration.exitOn === '' ? `${world.year}-12-31` : registration.exitOn, family);
};

/** After an exit: back into poverty, the end of its policies, or a correction of the exit itself (S-5). */
const afterExit = (world: World, registration: Registration): void => {
  const { tick, year, random } = world;
  const { family } = registration;
  const asOf = asOfAt(year, tick);
  const ofYear = registration.exitYear === year;
  if (registration.exitYear === null || registration.status === '返贫' || (ofYear && !registration.exitSeen)) return;
  if (tick <= 14 && befalls(world, ofYear ? 'relapse-of-year' : 'relapse', 0.018, 1, ofYear ? 6 : 3)) {
    registration.status = '返贫';
    registration.relapsedOn = asOf;
    registration.incomeFen = Math.round(random.normal(2300, 250)) * 100;
    tell(world, 'relapsed', 'poverty', asOf, family);
  } else if (!ofYear && registration.status === '已脱贫(享受政策)' && befalls(world, 'policy-ended', 0.1, 1, 3)) {
    registration.status = '已脱贫(不享受政策)';
    tell(world, 'policy-ended', 'poverty', asOf, family);
  } else if (ofYear && tick >= 14 && befalls(world, 'exit-undone', 0.003, 1, 12)) {
    registration.status = '未脱贫';
    registration.exitYear = null;
    registration.exitOn = '';
    registration.exitPath = '';
    registration.notExitedReason = random.pick(REASONS);
    tell(world, 'exit-corrected', 'poverty', asOf, family);
  } else if (ofYear && tick === 14 && registration.exitOn !== '' && befalls(world, 'exit-redated', 0.003, 1, 12)) {
    registration.exitOn = dayIn(monthAt(year, random.int(10, 12)), random.int(1, 28));
    tell(world, 'exit-corrected', 'poverty', registration.exitOn, family);
  }
};

/** The poverty office's quarter: plans, exits, corrections, clear-outs, and the window's new entries. */
export const liveRegistry = (world: World): void => {
  const { tick, year, scale, profile, random } = world;
  if (!REGISTRY_TICKS.includes(tick)) return;
  for (const registration of world.registrations) {
    if (registration.removed) continue;
    afterExit(world, registration);
    keepPlan(world, registration);
    exits(world, registration);
    const ordinary = registration.fate === null && !registration.planSeen && registration.exitYear === null && registration.seen;
    if (tick >= 6 && tick <= 12 && ordinary && registration.family.cases.length === 0 && befalls(world, 'removed', 0.012, 1, 4)) {
      tell(world, 'registry-removed', 'poverty', asOfAt(year, tick), registration.family);
      closeRegistration(world, registration);
    }
  }
  if (tick > 12) return;
  const target = Math.round(profile.registryPersons * scale);
  for (const family of random.shuffle([...world.families])) {
    if (world.registryPersons >= target) break;
    if (family.registration !== null || family.registrations.length > 0 || !family.cases.some(({ open }) => open)) continue;
    enrolInRegistry(world, family, monthAt(year, tick));
    for (const each of family.cases) if (random.chance(0.7)) each.flag = '是';
    tell(world, 'registry-enrolled', 'poverty', `${monthAt(year, tick)}-01`, family, family.persons);
  }
};
