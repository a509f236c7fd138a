import { join } from 'node:path';
import { Module } from '@nestjs/common';
import {
  ExitLists,
  HouseholdReader,
  LogSeals,
  OfficeKeyFolder,
  PolicyListRules,
  PostgresDeliveryLedger,
  PostgresListedCounties,
  PostgresRecordedLines,
  readPolicies,
} from '@xianjie/casework';
import { HouseholdEventCodec } from '@xianjie/contracts';
import { signerFromFile } from '@xianjie/documents';
import type { Signer } from '@xianjie/documents';
import { projectRoot } from '@xianjie/infrastructure';
import { Clock, EventLog, PostgresEventLog, PostgresSimulatedClock, SystemClock } from '@xianjie/log';
import { PersonVault, PostgresPersonVault, loadMasterKey } from '@xianjie/persons';
import { PostgresViewQueries } from '@xianjie/read-models';
import { readDivisionTable } from '@xianjie/sources';
import { Pool } from 'pg';
import { readConfig } from './config';
import { ListDocumentsController } from './exit-lists/documents.controller';
import { ExitListsController } from './exit-lists/exit-lists.controller';
import { ListActs } from './exit-lists/list-acts';
import { ListedCounties } from './exit-lists/listed-counties';
import { NotedIdentityReviews } from './exit-lists/noted-identity-reviews';
import { PostgresImportsInProgress } from './exit-lists/postgres-imports-in-progress';
import { HealthController } from './health.controller';
import { HouseholdsController } from './households.controller';
import { Today } from './today';
import { ViewsController } from './views.controller';

const config = readConfig();
const SIGNER = 'Signer';
const exitLists = async (pool: Pool, log: EventLog, vault: PersonVault, signer: Signer): Promise<ExitLists> => {
  const divisions = readDivisionTable();
  return new ExitLists({
    ...{ log, vault, signer },
    rules: new PolicyListRules(await readPolicies(config.XIANJIE_POLICY ?? join(projectRoot(), 'policies')), divisions, null),
    imports: new PostgresImportsInProgress(pool),
    reviews: new NotedIdentityReviews(log),
    seals: new LogSeals(log),
    officeKeys: new OfficeKeyFolder(join(config.XIANJIE_DATA_DIR, 'offices')),
    recorded: new PostgresRecordedLines(pool),
    ledger: new PostgresDeliveryLedger(pool),
    deliveryRoot: join(config.XIANJIE_DATA_DIR, 'delivered'),
    countyName: (county) => divisions.get(county)?.name ?? null,
  });
};

// The one place that knows which adapter stands behind each port.
@Module({
  controllers: [HouseholdsController, ViewsController, ExitListsController, ListDocumentsController, HealthController],
  providers: [
    { provide: Pool, useFactory: () => new Pool({ connectionString: config.XIANJIE_DATABASE_URL, max: 16 }) },
    {
      provide: Clock,
      useFactory: () =>
        config.XIANJIE_CLOCK === 'simulated' ? new PostgresSimulatedClock(config.XIANJIE_DATABASE_URL) : new SystemClock(),
    },
    { provide: EventLog, inject: [Pool, Clock], useFactory: (pool: Pool, clock: Clock) => new PostgresEventLog(pool, clock) },
    { provide: HouseholdEventCodec, useFactory: () => new HouseholdEventCodec() },
    { provide: PersonVault, inject: [Pool], useFactory: (pool: Pool) => new PostgresPersonVault(pool, loadMasterKey()) },
    // Outside production a missing signing key is made; production refuses (S-24).
    {
      provide: SIGNER,
      useFactory: () => signerFromFile(config.XIANJIE_SIGNING_KEY_FILE, process.env.NODE_ENV === 'production' ? null : 'SM2'),
    },
    { provide: ExitLists, inject: [Pool, EventLog, PersonVault, SIGNER], useFactory: exitLists },
    {
      provide: HouseholdReader,
      inject: [EventLog, HouseholdEventCodec],
      useFactory: (log: EventLog, codec: HouseholdEventCodec) => new HouseholdReader(log, codec),
    },
    { provide: PostgresViewQueries, inject: [Pool], useFactory: (pool: Pool) => new PostgresViewQueries(pool) },
    { provide: Today, inject: [Clock], useFactory: (clock: Clock) => new Today(clock) },
    { provide: ListActs, inject: [Today], useFactory: (today: Today) => new ListActs(today) },
    {
      provide: ListedCounties,
      inject: [EventLog, Pool],
      useFactory: (log: EventLog, pool: Pool) => new ListedCounties(log, new PostgresListedCounties(pool)),
    },
  ],
})
export class RegistryModule {}
