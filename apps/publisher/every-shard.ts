import { HubError } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import { pause } from '@xianjie/messaging';

const LOOK_EVERY_MS = 1_000;

export type EveryShard = Readonly<{
  log: Pick<EventLog, 'shards'>;
  /** The shard of XIANJIE_PROVINCE, which is served before anything is in it. */
  home: string;
  /** Publishes and seals one shard until the signal. */
  serve: (shard: string, signal: AbortSignal) => Promise<void>;
}>;

/**
 * The home shard and every other that the log comes to hold (S-14): a file of another province opens one, and what nobody publishes is
 * in no view, and what nobody seals closes intake (S-19). Until the signal.
 * @throws what ends serving one of them: the others end with it, and the process is started again.
 */
export const serveEveryShard = async ({ log, home, serve }: EveryShard, signal: AbortSignal): Promise<void> => {
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const served = new Map<string, Promise<void>>();
  let crash: unknown = null;
  const begin = (shard: string): void => {
    if (served.has(shard)) return;
    const serving = serve(shard, either).catch((fault: unknown) => {
      crash ??= fault;
      ended.abort();
    });
    served.set(shard, serving);
  };
  const shardsNow = (): Promise<readonly string[]> =>
    log.shards().catch((fault: unknown) => {
      if (fault instanceof HubError && fault.retryable) return [];
      throw fault;
    });
  begin(home);
  try {
    for (; !either.aborted; await pause(LOOK_EVERY_MS, either)) for (const shard of await shardsNow()) begin(shard);
  } finally {
    ended.abort();
    await Promise.all(served.values());
  }
  if (crash !== null) throw crash;
};
