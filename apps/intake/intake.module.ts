import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { LogAccess, RecordAccess } from '@xianjie/access';
import { ErasePerson, ExpireKeptFiles, HearReports, PolicyBook, departureLimit, readPolicies } from '@xianjie/casework';
import type { CaseworkParts } from '@xianjie/casework';
import { HouseholdEventCodec } from '@xianjie/contracts';
import { projectRoot } from '@xianjie/infrastructure';
import { Clock, EventLog, PostgresEventLog, PostgresSimulatedClock, SystemClock, Today, openPool } from '@xianjie/log';
import { PostgresParkedDesk, PostgresParkedPayloads, PostgresSealing } from '@xianjie/messaging';
import { IdentifierHasher, MasterKey, PostgresPersonBlocks, PostgresPersonVault, loadMasterKey } from '@xianjie/persons';
import {
  FileKeys,
  Hearing,
  Imports,
  PostgresKeptRetention,
  PostgresImports,
  PostgresKeptSources,
  PostgresRequests,
  PostgresRewrites,
  PostgresStaging,
  ReportBatcher,
  readDivisionTable,
} from '@xianjie/sources';
import type { ImportRunner, KeptPlace } from '@xianjie/sources';
import { Pool } from 'pg';
import pino from 'pino';
import { CaseworkHearing } from './casework-hearing';
import type { IntakeConfig } from './config';
import { Divisions } from './divisions';
import { ExpiredFiles } from './expired-files';
import { HealthController } from './health.controller';
import { ImportsController } from './imports.controller';
import { importFaults } from './metrics';
import { PersonsController } from './persons.controller';
import { Rejects } from './rejects';
import { ReportsController } from './reports.controller';
import { SealingGuard } from './sealing-guard';
import { UnfinishedErasures } from './unfinished-erasures';

const CONFIG = 'intake config';
const RUNNER = 'import runner';
const CASEWORK = 'casework parts';
const logger = pino({ name: 'intake' });

const caseworkParts = (pool: Pool, log: EventLog, master: MasterKey): CaseworkParts => {
  const hashers = new Map<string, IdentifierHasher>();
  const hasherOf = (shard: string): IdentifierHasher => {
    const hasher = hashers.get(shard) ?? new IdentifierHasher(master, shard);
    hashers.set(shard, hasher);
    return hasher;
  };
  const vault = new PostgresPersonVault(pool, master);
  return { log, vault, blocks: new PostgresPersonBlocks(pool), codec: new HouseholdEventCodec(), hasherOf };
};

const keptPlace = (config: IntakeConfig, keys: FileKeys): KeptPlace => ({
  folder: join(config.XIANJIE_DATA_DIR, 'sources'),
  keys,
});
const keptSources = (config: IntakeConfig, pool: Pool, keys: FileKeys): PostgresKeptSources =>
  new PostgresKeptSources(new PostgresImports(pool), new PostgresRewrites(pool), keptPlace(config, keys));

const importRunner = (
  config: IntakeConfig,
  pool: Pool,
  keys: FileKeys,
  hearing: Hearing,
  { table: divisions }: Divisions,
  kept: PostgresKeptSources,
  policies: PolicyBook,
): ImportRunner => ({
  imports: new PostgresImports(pool),
  staging: new PostgresStaging(pool),
  place: keptPlace(config, keys),
  divisions,
  hearing,
  departureLimit: departureLimit(policies, config.XIANJIE_DEPARTURE_LIMIT),
  onFault: (importId, fault) => {
    importFaults.inc();
    logger.error({ err: fault, importId }, 'an import stopped');
  },
  blankErased: (job) => kept.blankSettling(job),
});

// The one place that knows which adapter stands behind each port.
@Module({
  controllers: [ReportsController, ImportsController, PersonsController, HealthController],
  providers: [
    {
      provide: Pool,
      inject: [CONFIG],
      useFactory: (config: IntakeConfig) =>
        openPool({ connectionString: config.XIANJIE_DATABASE_URL, max: 12, connectionTimeoutMillis: 10_000 }),
    },
    {
      provide: Clock,
      inject: [CONFIG],
      useFactory: (config: IntakeConfig) =>
        config.XIANJIE_CLOCK === 'simulated' ? new PostgresSimulatedClock(config.XIANJIE_DATABASE_URL) : new SystemClock(),
    },
    {
      provide: MasterKey,
      inject: [CONFIG],
      useFactory: ({ XIANJIE_MASTER_KEY_FILE: file, XIANJIE_DATA_DIR: dir }: IntakeConfig) =>
        loadMasterKey({ ...process.env, XIANJIE_MASTER_KEY_FILE: file, XIANJIE_DATA_DIR: dir }),
    },
    {
      provide: PolicyBook,
      inject: [CONFIG],
      useFactory: async ({ XIANJIE_POLICY: folder }: IntakeConfig) =>
        new PolicyBook((await readPolicies(folder ?? join(projectRoot(), 'policies'))).map(({ layer }) => layer)),
    },
    { provide: Divisions, useFactory: () => new Divisions(readDivisionTable()) },
    { provide: Today, inject: [Clock], useFactory: (clock: Clock) => new Today(clock) },
    { provide: EventLog, inject: [Pool, Clock], useFactory: (pool: Pool, clock: Clock) => new PostgresEventLog(pool, clock) },
    { provide: FileKeys, inject: [MasterKey], useFactory: (master: MasterKey) => new FileKeys(master) },
    { provide: CASEWORK, inject: [Pool, EventLog, MasterKey], useFactory: caseworkParts },
    { provide: HearReports, inject: [CASEWORK], useFactory: (parts: CaseworkParts) => new HearReports(parts) },
    {
      provide: ErasePerson,
      inject: [CASEWORK, PostgresKeptSources, Pool],
      useFactory: (parts: CaseworkParts, kept: PostgresKeptSources, pool: Pool) =>
        new ErasePerson(parts, kept, new PostgresParkedPayloads(pool)),
    },
    {
      provide: UnfinishedErasures,
      inject: [EventLog, ErasePerson],
      useFactory: (log: EventLog, erasing: ErasePerson) => new UnfinishedErasures(log, erasing),
    },
    {
      provide: ExpiredFiles,
      inject: [CONFIG, Pool, FileKeys, EventLog, Today],
      useFactory: (config: IntakeConfig, pool: Pool, keys: FileKeys, log: EventLog, today: Today) => {
        const place = keptPlace(config, keys);
        const kept = new PostgresKeptRetention(pool, new PostgresImports(pool), new PostgresRewrites(pool), place);
        const parked = { all: () => new PostgresParkedDesk(pool).lanes() };
        const expiring = new ExpireKeptFiles(log, kept, parked, config.XIANJIE_PROVINCE);
        return new ExpiredFiles(expiring, today, config.XIANJIE_KEEP_FILES_DAYS);
      },
    },
    {
      provide: RecordAccess,
      inject: [EventLog, Today, CONFIG],
      useFactory: (log: EventLog, today: Today, { XIANJIE_PROVINCE }: IntakeConfig) =>
        new LogAccess(log, today, XIANJIE_PROVINCE),
    },
    {
      provide: SealingGuard,
      inject: [CONFIG, Pool, EventLog],
      useFactory: (config: IntakeConfig, pool: Pool, log: EventLog) =>
        new SealingGuard(new PostgresSealing(pool), log, config.XIANJIE_SEAL_DEADLINE_SECONDS),
    },
    {
      provide: Hearing,
      inject: [HearReports, SealingGuard],
      useFactory: (reports: HearReports, sealing: SealingGuard) => new CaseworkHearing(reports, sealing),
    },
    { provide: ReportBatcher, inject: [Hearing], useFactory: (hearing: Hearing) => new ReportBatcher(hearing) },
    {
      provide: PostgresRequests,
      inject: [Pool, FileKeys],
      useFactory: (pool: Pool, keys: FileKeys) => new PostgresRequests(pool, keys),
    },
    { provide: PostgresKeptSources, inject: [CONFIG, Pool, FileKeys], useFactory: keptSources },
    {
      provide: RUNNER,
      inject: [CONFIG, Pool, FileKeys, Hearing, Divisions, PostgresKeptSources, PolicyBook],
      useFactory: importRunner,
    },
    { provide: Imports, inject: [RUNNER], useFactory: (runner: ImportRunner) => new Imports(runner) },
    { provide: Rejects, inject: [RUNNER], useFactory: (runner: ImportRunner) => new Rejects(runner) },
  ],
})
export class IntakeModule {
  static with(config: IntakeConfig): DynamicModule {
    return { module: IntakeModule, providers: [{ provide: CONFIG, useValue: config }] };
  }
}
