import type { HouseholdEventCodec } from '@xianjie/contracts';
import type { PostgresEventLog } from '@xianjie/log';
import type { PoolClient } from 'pg';
import { viewOfStream } from './fold-stream';
import { writeHouseholds } from './postgres-households';

/** Written within a tenth of a second or two, in which projections wait. */
const BATCH = 500;

/**
 * Brings live households to the end of the log: their messages may be gone from the topic, and would never come. Those that are only on
 * their way are repetitions when they come.
 */
export const bringToEndOfLog = async (
  client: PoolClient,
  log: PostgresEventLog,
  codec: HouseholdEventCodec,
  households: readonly string[],
): Promise<void> => {
  for (let start = 0; start < households.length; start += BATCH) {
    const batch = households.slice(start, start + BATCH);
    const streams = await log.readMany(batch);
    const folded = [...streams].flatMap(([household, recorded]) => viewOfStream(household, recorded, codec.recorded) ?? []);
    await client.query('begin');
    // Alone: beside batches of projections, which write the same rows in another order, the two could wait for each other.
    await client.query("select pg_advisory_xact_lock(hashtext('xianjie.views'))");
    await client.query('set local search_path to views');
    await writeHouseholds(client, folded);
    await client.query('commit');
  }
};
