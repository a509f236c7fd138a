import { join } from 'node:path';
import { renameSync, writeFileSync } from 'node:fs';
import { findOrStart, freePort, isFree, migrate, projectRoot } from '@xianjie/infrastructure';
import type { RealParts } from '@xianjie/infrastructure';
import { PostgresSimulatedClock } from '@xianjie/log';
import { loadMasterKey, requireMasterKey } from '@xianjie/persons';
import { addressesFile } from '../hub';
import type { HubAddresses } from '../hub';
import { CommandFault, UsageError } from '../exit-codes';
import { holdDataFolder } from './data-folder';
import { hubSecrets } from './keys';
import { assertSaidInProduction } from './production';
import { SupervisedApp } from './supervised-app';
import type { AppSpec } from './supervised-app';
import { SupervisedParts } from './supervised-parts';

/** As long as the parts may take: a machine that is busy with other work needs a minute. */
const READY_WITHIN_MS = 120_000;

export type UpOptions = Readonly<{
  port: number;
  dir: string;
  province: string;
  /** Null: the system's clock. Else the day on which the simulated one starts, so that nothing is ever recorded at the real time. */
  simulatedFrom: string | null;
  say: (line: string) => void;
}>;
export type RunningHub = Readonly<{
  addresses: HubAddresses;
  parts: RealParts;
  apps: readonly SupervisedApp[];
  stop: () => Promise<void>;
}>;

const APPS = ['intake', 'publisher', 'projector', 'registry'] as const;
type AppName = (typeof APPS)[number];

const environmentOf = (
  parts: RealParts,
  options: UpOptions,
  secrets: ReturnType<typeof hubSecrets>,
  intake: string,
): Record<string, string> => ({
  XIANJIE_DATABASE_URL: parts.databaseUrl,
  XIANJIE_KAFKA_BROKERS: parts.kafkaBrokers,
  XIANJIE_SCHEMA_REGISTRY_URL: parts.schemaRegistryUrl,
  XIANJIE_DATA_DIR: options.dir,
  XIANJIE_TOKEN_FILE: secrets.token,
  XIANJIE_MASTER_KEY_FILE: secrets.masterKey,
  XIANJIE_SIGNING_KEY_FILE: process.env.XIANJIE_SIGNING_KEY_FILE ?? join(options.dir, 'signing.key'),
  XIANJIE_PROVINCE: options.province,
  XIANJIE_CLOCK: options.simulatedFrom !== null ? 'simulated' : 'system',
  XIANJIE_INTAKE_URL: intake,
  // Whoever drives a simulated clock decides what happens on its days.
  XIANJIE_SCHEDULER_SECONDS: process.env.XIANJIE_SCHEDULER_SECONDS ?? (options.simulatedFrom !== null ? '0' : '60'),
  // Simulated months pass in seconds: ten of them would leave most days without a seal.
  XIANJIE_SEAL_SECONDS: process.env.XIANJIE_SEAL_SECONDS ?? (options.simulatedFrom !== null ? '2' : '10'),
});

const untilReady = async (apps: readonly SupervisedApp[]): Promise<void> => {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (const app of apps)
    while (!(await app.isReady())) {
      const stuck = apps.find(({ cannotStart }) => cannotStart !== null);
      if (stuck) throw new CommandFault(`${stuck.name} cannot start: ${stuck.cannotStart}`, { wrongUsage: true });
      if (Date.now() > deadline)
        throw new CommandFault(`${app.name} was not ready after ${READY_WITHIN_MS / 1000} s; its log: ${app.logFile}`);
      await new Promise((next) => setTimeout(next, 100));
    }
};

/** A hub that ran before goes on at its own simulated time: `recordedAt` never decreases (S-3). */
const startClock = async (databaseUrl: string, day: string): Promise<void> => {
  const clock = new PostgresSimulatedClock(databaseUrl);
  try {
    if (!(await clock.isSet())) await clock.set(`${day}T00:00:00Z`);
  } finally {
    await clock.close();
  }
};

/** One each: of two apps with one port the second would never run, and the first answer for it. */
const portsOf = async (registry: number): Promise<Readonly<Record<AppName, number>>> => {
  const intake = await freePort([registry]);
  const publisher = await freePort([registry, intake]);
  return { registry, intake, publisher, projector: await freePort([registry, intake, publisher]) };
};

/** Finds or starts the three parts, migrates, and runs every app as a process of its own until `stop`. */
export const startHub = async (options: UpOptions): Promise<RunningHub> => {
  assertSaidInProduction(options.simulatedFrom);
  const giveBack = holdDataFolder(options.dir);
  try {
    const hub = await startOver(options);
    return { ...hub, stop: () => hub.stop().finally(giveBack) };
  } catch (fault) {
    giveBack();
    throw fault;
  }
};

/** The database at this version, under this hub's master key, its clock set; the migrations that were applied. */
const prepared = async (
  { databaseUrl }: RealParts,
  { masterKey }: ReturnType<typeof hubSecrets>,
  simulatedFrom: string | null,
): Promise<readonly string[]> => {
  const applied = await migrate(databaseUrl);
  await requireMasterKey(databaseUrl, loadMasterKey({ XIANJIE_MASTER_KEY_FILE: masterKey }));
  if (simulatedFrom !== null) await startClock(databaseUrl, simulatedFrom);
  return applied;
};

const startOver = async (options: UpOptions): Promise<RunningHub> => {
  if (options.port !== 0 && !(await isFree(options.port)))
    throw new UsageError(
      `--port: something listens on 127.0.0.1:${options.port} already: give another one, or 0 for any free one`,
    );
  const secrets = hubSecrets(options.dir);
  const parts = await findOrStart({ dataDir: join(options.dir, 'parts'), log: options.say });
  const applied = await prepared(parts, secrets, options.simulatedFrom).catch(async (fault: unknown) => {
    await parts.stop();
    throw fault;
  });
  options.say(applied.length === 0 ? 'database: at this version' : `database: ${applied.length} migrations applied`);
  const ports = await portsOf(options.port || (await freePort()));
  const url = (name: AppName): string => `http://127.0.0.1:${ports[name]}`;
  const environment = environmentOf(parts, options, secrets, url('intake'));
  const base: Omit<HubAddresses, 'processes'> = {
    registry: url('registry'),
    intake: url('intake'),
    publisher: url('publisher'),
    projector: url('projector'),
    databaseUrl: parts.databaseUrl,
    kafkaBrokers: parts.kafkaBrokers,
    schemaRegistryUrl: parts.schemaRegistryUrl,
    province: options.province,
  };
  const addresses = (): HubAddresses => ({ ...base, processes: Object.fromEntries(apps.map((app) => [app.name, app.pid ?? 0])) });
  // Set as a whole: a command may read it at any moment.
  const write = (): void => {
    const file = addressesFile(options.dir);
    writeFileSync(`${file}.new`, `${JSON.stringify(addresses(), null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  // In the middle of a start again; a full disk must not end the hub.
  const writeIfPossible = (): void => {
    try {
      write();
    } catch (fault) {
      options.say(`${addressesFile(options.dir)} could not be written: ${(fault as Error).message}`);
    }
  };
  const specOf = (name: AppName): AppSpec => ({
    name,
    main: join(projectRoot(), 'dist', 'apps', name, 'main.js'),
    environment: { ...environment, PORT: String(ports[name]) },
    health: `${url(name)}/health/ready`,
  });
  const apps: readonly SupervisedApp[] = APPS.map(
    (name) => new SupervisedApp(specOf(name), join(options.dir, 'logs'), options.say, writeIfPossible),
  );
  const supervised = new SupervisedParts(parts, options.say);
  const stop = async (): Promise<void> => {
    await supervised.stop();
    await Promise.all(apps.map((app) => app.stop()));
    await parts.stop();
  };
  try {
    for (const app of apps) app.start();
    await untilReady(apps);
  } catch (fault) {
    await stop();
    throw fault;
  }
  write();
  return { addresses: addresses(), parts, apps, stop };
};
