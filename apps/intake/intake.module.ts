import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { HearReports } from '@xianjie/casework';
import { HouseholdEventCodec } from '@xianjie/contracts';
import { Clock, EventLog, PostgresEventLog, PostgresSimulatedClock, SystemClock, Today, openPool } from '@xianjie/log';
import { IdentifierHasher, MasterKey, PostgresPersonBlocks, PostgresPersonVault, loadMasterKey } from '@xianjie/persons';
import {
  FileKeys,
  Hearing,
  Imports,
  PostgresImports,
  PostgresRequests,
  PostgresStaging,
  ReportBatcher,
  readDivisionTable,
} from '@xianjie/sources';
import type { ImportRunner } from '@xianjie/sources';
import { Pool } from 'pg';
import pino from 'pino';
import { CaseworkHearing } from './casework-hearing';
import type { IntakeConfig } from './config';
import { Divisions } from './divisions';
import { HealthController } from './health.controller';
import { ImportsController } from './imports.controller';
import { importFaults } from './metrics';
import { Rejects } from './rejects';
import { ReportsController } from './reports.controller';

const CONFIG = 'intake config';
const RUNNER = 'import runner';
const logger = pino({ name: 'intake' });

const hearReports = (pool: Pool, log: EventLog, master: MasterKey): HearReports => {
  const hashers = new Map<string, IdentifierHasher>();
  const hasherOf = (shard: string): IdentifierHasher => {
    const hasher = hashers.get(shard) ?? new IdentifierHasher(master, shard);
    hashers.set(shard, hasher);
    return hasher;
  };
  const vault = new PostgresPersonVault(pool, master);
  return new HearReports({ log, vault, blocks: new PostgresPersonBlocks(pool), codec: new HouseholdEventCodec(), hasherOf });
};

const importRunner = (
  config: IntakeConfig,
  pool: Pool,
  keys: FileKeys,
  hearing: Hearing,
  { table: divisions }: Divisions,
): ImportRunner => ({
  imports: new PostgresImports(pool),
  staging: new PostgresStaging(pool),
  place: { folder: join(config.XIANJIE_DATA_DIR, 'sources'), keys },
  divisions,
  hearing,
  departureLimit: config.XIANJIE_DEPARTURE_LIMIT,
  onFault: (importId, fault) => {
    importFaults.inc();
    logger.error({ err: fault, importId }, 'an import stopped');
  },
});

// The one place that knows which adapter stands behind each port.
@Module({
  controllers: [ReportsController, ImportsController, HealthController],
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
    { provide: Divisions, useFactory: () => new Divisions(readDivisionTable()) },
    { provide: Today, inject: [Clock], useFactory: (clock: Clock) => new Today(clock) },
    { provide: EventLog, inject: [Pool, Clock], useFactory: (pool: Pool, clock: Clock) => new PostgresEventLog(pool, clock) },
    { provide: FileKeys, inject: [MasterKey], useFactory: (master: MasterKey) => new FileKeys(master) },
    { provide: HearReports, inject: [Pool, EventLog, MasterKey], useFactory: hearReports },
    { provide: Hearing, inject: [HearReports], useFactory: (reports: HearReports) => new CaseworkHearing(reports) },
    { provide: ReportBatcher, inject: [Hearing], useFactory: (hearing: Hearing) => new ReportBatcher(hearing) },
    {
      provide: PostgresRequests,
      inject: [Pool, FileKeys],
      useFactory: (pool: Pool, keys: FileKeys) => new PostgresRequests(pool, keys),
    },
    { provide: RUNNER, inject: [CONFIG, Pool, FileKeys, Hearing, Divisions], useFactory: importRunner },
    { provide: Imports, inject: [RUNNER], useFactory: (runner: ImportRunner) => new Imports(runner) },
    { provide: Rejects, inject: [RUNNER], useFactory: (runner: ImportRunner) => new Rejects(runner) },
  ],
})
export class IntakeModule {
  static with(config: IntakeConfig): DynamicModule {
    return { module: IntakeModule, providers: [{ provide: CONFIG, useValue: config }] };
  }
}
