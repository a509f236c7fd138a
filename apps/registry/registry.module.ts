import { hostname } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { AccessAudit, LogAccess, RecordAccess } from '@xianjie/access';
import {
  DiscardMessage,
  ExitLists,
  HouseholdReader,
  KeepDeadlines,
  PolicyBook,
  PostgresListedCounties,
  ResolveIdentity,
  TakeDecision,
  readPolicies,
} from '@xianjie/casework';
import type { PolicyFile } from '@xianjie/casework';
import { HouseholdEventCodec } from '@xianjie/contracts';
import { Signer, signerFromFile } from '@xianjie/documents';
import type { DivisionTable } from '@xianjie/domain';
import { isProduction, projectRoot } from '@xianjie/infrastructure';
import { Clock, EventLog, PostgresEventLog, PostgresSimulatedClock, SystemClock, Today, openPool } from '@xianjie/log';
import { PostgresLeases, PostgresParkedDesk, PostgresSeals } from '@xianjie/messaging';
import { MasterKey, PersonVault, PostgresPersonVault, loadMasterKey } from '@xianjie/persons';
import { PostgresReplays, ViewQueries } from '@xianjie/read-models';
import { readDivisionTable } from '@xianjie/sources';
import { Pool } from 'pg';
import { replayProviders } from './audit/postgres-replay-providers';
import { ReplayViews } from './audit/replay-views';
import { ReplayWorker } from './audit/replay-worker';
import { ReplaysController } from './audit/replays.controller';
import { VerifyController } from './audit/verify.controller';
import { AccessesController } from './accesses.controller';
import { readConfig } from './config';
import { DecisionsController } from './decisions.controller';
import { ListDocumentsController } from './exit-lists/documents.controller';
import { ExitListsController } from './exit-lists/exit-lists.controller';
import { ListActs } from './exit-lists/list-acts';
import { ListedCounties } from './exit-lists/listed-counties';
import { RecordedDeliveries } from './exit-lists/recorded-deliveries';
import { DIVISIONS } from './divisions';
import { HealthController } from './health.controller';
import { HouseholdsController } from './households.controller';
import { IdentityReviewsController } from './identity-reviews.controller';
import { ParkedController } from './parked.controller';
import { PoliciesAtStart } from './policies-at-start';
import { caseworkPartsOf, exitListsOf } from './postgres-casework';
import { Scheduler } from './scheduler';
import { ViewsController } from './views.controller';

const config = readConfig();
const POLICIES = 'policy files';

const openClock = (): Clock =>
  config.XIANJIE_CLOCK === 'simulated' ? new PostgresSimulatedClock(config.XIANJIE_DATABASE_URL) : new SystemClock();
// Outside production a missing signing key is made; production refuses (S-24).
const openSigner = (): Promise<Signer> => signerFromFile(config.XIANJIE_SIGNING_KEY_FILE, isProduction() ? null : 'SM2');
const policyFolder = config.XIANJIE_POLICY ?? join(projectRoot(), 'policies');

// The one place that knows which adapter stands behind each port.
@Module({
  controllers: [
    HouseholdsController,
    ViewsController,
    DecisionsController,
    IdentityReviewsController,
    ExitListsController,
    ListDocumentsController,
    ReplaysController,
    VerifyController,
    ParkedController,
    AccessesController,
    HealthController,
  ],
  providers: [
    {
      provide: Pool,
      useFactory: () => openPool({ connectionString: config.XIANJIE_DATABASE_URL, max: 16, connectionTimeoutMillis: 10_000 }),
    },
    { provide: Clock, useFactory: openClock },
    { provide: Signer, useFactory: openSigner },
    { provide: MasterKey, useFactory: () => loadMasterKey() },
    { provide: POLICIES, useFactory: () => readPolicies(policyFolder) },
    { provide: DIVISIONS, useFactory: () => readDivisionTable() },
    { provide: HouseholdEventCodec, useFactory: () => new HouseholdEventCodec() },
    { provide: EventLog, inject: [Pool, Clock], useFactory: (pool: Pool, clock: Clock) => new PostgresEventLog(pool, clock) },
    {
      provide: PersonVault,
      inject: [Pool, MasterKey],
      useFactory: (pool: Pool, key: MasterKey) => new PostgresPersonVault(pool, key),
    },
    {
      provide: ExitLists,
      inject: [Pool, EventLog, PersonVault, Signer, POLICIES, DIVISIONS],
      useFactory: (
        pool: Pool,
        log: EventLog,
        vault: PersonVault,
        signer: Signer,
        policies: readonly PolicyFile[],
        divisions: DivisionTable,
      ) => exitListsOf({ pool, log, vault, signer, policies, divisions, dataDir: config.XIANJIE_DATA_DIR }),
    },
    {
      provide: TakeDecision,
      inject: [EventLog, HouseholdEventCodec, PolicyBook],
      useFactory: (log: EventLog, codec: HouseholdEventCodec, policies: PolicyBook) => new TakeDecision(log, codec, policies),
    },
    {
      provide: PolicyBook,
      inject: [POLICIES],
      useFactory: (policies: readonly PolicyFile[]) => new PolicyBook(policies.map(({ layer }) => layer)),
    },
    {
      provide: ResolveIdentity,
      inject: [Pool, EventLog, PersonVault, MasterKey, HouseholdEventCodec],
      useFactory: (...parts: Parameters<typeof caseworkPartsOf>) => new ResolveIdentity(caseworkPartsOf(...parts)),
    },
    {
      provide: HouseholdReader,
      inject: [EventLog, HouseholdEventCodec],
      useFactory: (log: EventLog, codec: HouseholdEventCodec) => new HouseholdReader(log, codec),
    },
    { provide: PostgresParkedDesk, inject: [Pool], useFactory: (pool: Pool) => new PostgresParkedDesk(pool) },
    {
      provide: DiscardMessage,
      inject: [EventLog, HouseholdEventCodec],
      useFactory: (log: EventLog, codec: HouseholdEventCodec) => new DiscardMessage(log, codec),
    },
    {
      provide: ViewQueries,
      inject: [DIVISIONS],
      useFactory: (divisions: DivisionTable) => ViewQueries.open(config.XIANJIE_DATABASE_URL, divisions),
    },
    { provide: PostgresSeals, inject: [Pool], useFactory: (pool: Pool) => new PostgresSeals(pool) },
    ...replayProviders,
    {
      provide: ReplayViews,
      inject: [PostgresReplays, DIVISIONS],
      useFactory: (replays: PostgresReplays, divisions: DivisionTable) =>
        new ReplayViews(replays, config.XIANJIE_DATABASE_URL, divisions),
    },
    ReplayWorker,
    { provide: Today, inject: [Clock], useFactory: (clock: Clock) => new Today(clock) },
    {
      provide: RecordAccess,
      inject: [EventLog, Today],
      useFactory: (log: EventLog, today: Today) => new LogAccess(log, today, config.XIANJIE_PROVINCE),
    },
    { provide: AccessAudit, inject: [EventLog], useFactory: (log: EventLog) => new AccessAudit(log) },
    {
      provide: RecordedDeliveries,
      inject: [ExitLists, RecordAccess],
      useFactory: (lists: ExitLists, accesses: RecordAccess) => new RecordedDeliveries(lists, accesses),
    },
    {
      provide: ListActs,
      inject: [Today],
      useFactory: (today: Today) => new ListActs(today),
    },
    {
      provide: ListedCounties,
      inject: [EventLog, Pool, DIVISIONS, Today],
      useFactory: (log: EventLog, pool: Pool, divisions: DivisionTable, today: Today) =>
        new ListedCounties(log, new PostgresListedCounties(pool), divisions, today),
    },
    {
      provide: Scheduler,
      inject: [Pool, ExitLists, ListedCounties, Today],
      useFactory: (pool: Pool, lists: ExitLists, counties: ListedCounties, today: Today) =>
        new Scheduler({
          ...{ leases: new PostgresLeases(pool), deadlines: new KeepDeadlines(lists), counties, today },
          ...{ holder: `${hostname()}:${process.pid}`, everySeconds: config.XIANJIE_SCHEDULER_SECONDS },
        }),
    },
    {
      provide: PoliciesAtStart,
      inject: [EventLog, POLICIES, Today],
      useFactory: (log: EventLog, policies: readonly PolicyFile[], today: Today) =>
        new PoliciesAtStart(log, policies, today, config.XIANJIE_PROVINCE),
    },
  ],
})
export class RegistryModule {}
