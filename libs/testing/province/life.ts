import { FREEZE_TICK, AFTER_FREEZE_TICK } from './calendar';
import { markMonth } from './books';
import { campaign } from './campaign';
import { liveDibao } from './dibao-life';
import { liveFamilies } from './family-moves';
import { livePeople } from './people-life';
import { liveRegistry } from './registry-life';
import type { World } from './world';

/**
 * One month in the province: what happens to people, then to the registry, then to dibao. Nothing happens to people after the last
 * dibao file; the registry's file after the freeze brings only what had been entered late.
 */
export const liveMonth = (world: World, tick: number): void => {
  world.tick = tick;
  if (tick >= FREEZE_TICK) {
    if (tick === AFTER_FREEZE_TICK) liveRegistry(world);
    return;
  }
  livePeople(world);
  liveFamilies(world);
  liveRegistry(world);
  liveDibao(world);
  for (const due of world.later.get(tick) ?? []) due();
  world.later.delete(tick);
  campaign(world);
  markMonth(world);
  // What is open after the last file before the freeze is open in the freeze's month.
  if (tick === FREEZE_TICK - 1) markMonth(world, FREEZE_TICK);
};
