import type { EventLog, MarkKind } from '@xianjie/log';

/** Up to where an operator accepted that what left the hub is lost (S-19): such seals and messages bind the log no longer. 0: nothing. */
export const lostUpTo = async (log: EventLog, shard: string, kind: MarkKind): Promise<number> =>
  Math.max(0, ...(await log.epochs(shard)).map(({ overridden }) => overridden[kind] ?? 0));
