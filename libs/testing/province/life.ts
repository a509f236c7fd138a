import { markMonth } from './books';
import type { World } from './world';

/** One month in the province: what happens to people, then to the registry, then to dibao. */
export const liveMonth = (world: World, tick: number): void => {
  world.tick = tick;
  if (tick <= 15) markMonth(world);
};
