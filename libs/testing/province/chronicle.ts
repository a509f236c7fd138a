import type { LocalDate } from '@xianjie/domain';
import { asOfAt, dayIn, monthAt } from './calendar';
import { REGISTRY_TICKS } from './fates';
import { ERROR_RATES } from './profile';
import type { SourceName, TrueEvent } from './truth';
import type { Family, Person, World } from './world';
import { quota } from './writing';

/** Notes a true event: `source` is whose files show it, null for both. */
export const tell = (
  world: World,
  type: TrueEvent['type'],
  source: SourceName | null,
  effectiveOn: string,
  family: Family,
  persons: readonly Person[] = [],
): void => {
  const tick = source === 'poverty' ? (REGISTRY_TICKS.find((each) => each >= world.tick) ?? 17) : world.tick;
  const firstAsOf = asOfAt(world.year, tick);
  world.events.push({ type, effectiveOn, firstAsOf, source, household: family.id, persons: persons.map(({ id }) => id) });
};

export const someDay = (world: World): LocalDate => dayIn(monthAt(world.year, world.tick), world.random.int(1, 28));

/** Whether a dated event reaches its source more than 30 days late; asked once for each. */
export const comesLate = (world: World): boolean => {
  world.datedEvents += 1;
  return quota(world, 'late-event', ERROR_RATES['late-event']).hit();
};

export const later = (world: World, tick: number, what: () => void): void => {
  const due = world.later.get(tick);
  if (due === undefined) world.later.set(tick, [what]);
  else due.push(what);
};

/** A family's yearly rate as a monthly draw, weighted by how many persons or families it counts. */
export const befalls = (world: World, kind: string, perYear: number, weight = 1, months = 1): boolean =>
  quota(world, `life/${kind}`, (perYear / 12) * months).hit(weight);
