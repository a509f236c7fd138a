import type { HouseholdEventCodec } from '@xianjie/contracts';
import type { PostgresEventLog } from '@xianjie/log';
import type { PoolClient } from 'pg';
import { copyEncoded } from './postgres-copy-rows';
import { FoldThreads } from './postgres-fold-threads';
import type { PageToStore } from './postgres-fold-threads';

/** `heads`: each shard up to where it was read. */
export type Filled = Readonly<{ households: number; events: number; heads: ReadonlyMap<string, number> }>;

/** Every household of the log into empty tables on the search path; pages are read and folded while one is written. */
export const fillFromLog = async (
  client: PoolClient,
  log: PostgresEventLog,
  codec: HouseholdEventCodec,
  progress: (events: number) => void,
): Promise<Filled> => {
  let [households, events] = [0, 0];
  const heads = new Map<string, number>();
  const threads = new FoldThreads(codec);
  const folding: Promise<PageToStore>[] = [];
  const write = async (): Promise<void> => {
    const page = await folding.shift()!;
    await copyEncoded(client, page.rows);
    page.stored();
    households += page.households;
    events += page.events;
    progress(events);
  };
  try {
    for (const shard of await log.shards()) {
      const { number } = await log.head(shard);
      heads.set(shard, number);
      for await (const page of log.copyShard(shard, number)) {
        const folded = threads.fold(page);
        // An unhandled rejection would end the process before its turn to be written comes.
        folded.catch(() => undefined);
        folding.push(folded);
        if (folding.length >= threads.width) await write();
      }
    }
    while (folding.length > 0) await write();
    return { households, events, heads };
  } finally {
    await threads.close();
  }
};
