import type { LocalDate, YearMonth } from '@xianjie/domain';
import { asOfAt, dayIn, monthAt, tickOf } from './calendar';
import { exitPath } from './enrolments';
import { ERROR_RATES } from './profile';
import { Quota } from './random';
import type { Fate, Registration, World } from './world';

/** Month-ends at which the registry gives a file. */
export const REGISTRY_TICKS = [0, 3, 6, 9, 12, 14, 17];
export const registryTickFrom = (tick: number): number => REGISTRY_TICKS.find((each) => each >= tick) ?? 17;

const FORMERLY_EXITED = 0.08;
const EXITS_OF_POOR = 0.21;
const NOT_ACHIEVED = 0.045;

const exitMonthTick = (world: World): number =>
  world.random.weighted([
    [2, 1],
    [4, 2],
    [5, 2],
    [8, 3],
    [10, 26],
    [11, 40],
    [12, 26],
  ]);

const exited = (world: World, registration: Registration, exitYear: number): void => {
  const { random } = world;
  registration.status = random.chance(0.85) ? '已脱贫(享受政策)' : '已脱贫(不享受政策)';
  registration.plannedYear = exitYear;
  registration.exitYear = exitYear;
  registration.exitOn = dayIn(`${exitYear}-${random.pick(['10', '11', '12'])}` as YearMonth, random.int(1, 28));
  registration.exitPath = exitPath(world);
  registration.incomeFen = Math.round(random.normal(3400, 300)) * 100;
  registration.guarantees = '吃、穿、义务教育、基本医疗、住房安全';
  if (registration.identifiedOn > `${exitYear}-06`) registration.identifiedOn = `${exitYear}-03` as YearMonth;
};

/** Decides at the start what the year brings to each registered household, at exact rates. */
export const setFates = (world: World): void => {
  const { random, year } = world;
  const former = new Quota(FORMERLY_EXITED, random);
  const exits = new Quota(EXITS_OF_POOR, random);
  const failing = new Quota((EXITS_OF_POOR * NOT_ACHIEVED) / (1 - NOT_ACHIEVED), random);
  const overFreeze = new Quota(ERROR_RATES['backdated-over-freeze'], random);
  const late = new Quota(ERROR_RATES['late-event'], random);
  const withdrawn = new Quota(0.02, random);
  for (const registration of world.registrations) {
    if (former.hit()) {
      exited(world, registration, random.chance(0.6) ? year - 1 : year - 2);
      continue;
    }
    const exits_ = exits.hit();
    const fails = !exits_ && failing.hit();
    if (!exits_ && !fails) continue;
    const fate: Fate = {
      planTick:
        exits_ && random.chance(0.03)
          ? null
          : random.weighted([
              [0, 8],
              [3, 52],
              [6, 40],
            ] as const),
      exitTick: null,
      exitOn: '',
      reportTick: null,
      late: false,
      overFreeze: false,
      withdrawPlanAt: null,
    };
    registration.fate = fate;
    if (exits_) {
      let tick = exitMonthTick(world);
      fate.overFreeze = overFreeze.hit();
      fate.late = late.hit() && !fate.overFreeze;
      if (fate.overFreeze) tick = random.int(10, 12);
      fate.exitTick = tick;
      fate.exitOn = dayIn(monthAt(year, tick), random.int(1, 28));
      const visible = registryTickFrom(tick);
      fate.reportTick = fate.overFreeze ? 17 : fate.late ? registryTickFrom(visible + 1) : visible;
      if (fate.reportTick > 14 && !fate.overFreeze) fate.reportTick = 14;
      // Late means more than 30 days before the file that should have held it and more than 30 before the one that does.
      if (fate.planTick !== null && fate.planTick >= tick) fate.planTick = 0;
    } else if (withdrawn.hit(8)) fate.withdrawPlanAt = 9;
    if (fate.planTick === 0) plan(world, registration);
  }
};

export const plan = (world: World, registration: Registration): void => {
  registration.plannedYear = world.year;
  registration.status = '预脱贫';
};
export const exitNow = (world: World, registration: Registration, on: LocalDate | ''): void => {
  exited(world, registration, world.year);
  if (registration.fate?.planTick === null) registration.plannedYear = null;
  registration.exitOn = on;
  registration.status = '已脱贫(享受政策)';
};
export const firstFileAfter = (world: World, date: string): string =>
  asOfAt(world.year, registryTickFrom(tickOf(world.year, date)));
