import type { Provider } from '@nestjs/common';
import { HouseholdEventCodec } from '@xianjie/contracts';
import type { DivisionTable } from '@xianjie/domain';
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
import { DIVISIONS } from '../divisions';

/** What answers for the past: replays, and folds of the log. */
export const replayProviders: Provider[] = [
  {
    provide: PostgresReplays,
    inject: [Pool, DIVISIONS],
    useFactory: (pool: Pool, divisions: DivisionTable) => new PostgresReplays(pool, divisions),
  },
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
    inject: [EventLog, HouseholdEventCodec, DIVISIONS],
    useFactory: (log: EventLog, codec: HouseholdEventCodec, divisions: DivisionTable) =>
      new RegistriesAsOf(log, decoderOf(codec), divisions),
  },
  {
    provide: AsOfReplays,
    inject: [PostgresReplays, EventLog, ViewQueries],
    useFactory: (replays: PostgresReplays, log: EventLog, views: ViewQueries) =>
      new AsOfReplays(replays, log, (shard) => views.lastHouseholdPosition(shard)),
  },
];
