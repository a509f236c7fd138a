import type { Provider } from '@nestjs/common';
import { HouseholdEventCodec } from '@xianjie/contracts';
import { EventLog } from '@xianjie/log';
import {
  AsOfReplays,
  PostgresReplayDiff,
  PostgresReplayRun,
  PostgresReplays,
  RegistriesAsOf,
  ViewQueries,
  decoderOf,
} from '@xianjie/read-models';
import { Pool } from 'pg';

/** What answers for the past: replays, and folds of the log. */
export const replayProviders: Provider[] = [
  { provide: PostgresReplays, inject: [Pool], useFactory: (pool: Pool) => new PostgresReplays(pool) },
  {
    provide: PostgresReplayRun,
    inject: [EventLog, HouseholdEventCodec, PostgresReplays],
    useFactory: (log: EventLog, codec: HouseholdEventCodec, replays: PostgresReplays) =>
      new PostgresReplayRun(log, decoderOf(codec), replays),
  },
  {
    provide: PostgresReplayDiff,
    inject: [Pool, EventLog, HouseholdEventCodec, PostgresReplays],
    useFactory: (pool: Pool, log: EventLog, codec: HouseholdEventCodec, replays: PostgresReplays) =>
      new PostgresReplayDiff(pool, log, decoderOf(codec), replays),
  },
  {
    provide: RegistriesAsOf,
    inject: [EventLog, HouseholdEventCodec],
    useFactory: (log: EventLog, codec: HouseholdEventCodec) => new RegistriesAsOf(log, decoderOf(codec)),
  },
  {
    provide: AsOfReplays,
    inject: [PostgresReplays, EventLog, ViewQueries],
    useFactory: (replays: PostgresReplays, log: EventLog, views: ViewQueries) =>
      new AsOfReplays(replays, log, (shard) => views.lastHouseholdPosition(shard)),
  },
];
