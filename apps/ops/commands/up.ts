import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { UsageError } from '../exit-codes';
import { addressesFile, dataDir, hubAddresses, tokenFile } from '../hub';
import { outputFor } from '../output';
import { startHub } from '../up/hub-processes';
import type { RunningHub } from '../up/hub-processes';

/** Prints where everything is; the token itself is never printed, only its file. */
export const sayWhere = (hub: RunningHub, say: (line: string) => void): void => {
  const { addresses } = hub;
  say('');
  say(`  HTTP API          ${addresses.registry}/api/v1   (documentation at ${addresses.registry}/api/docs)`);
  say(`  token             ${tokenFile()}   (send it as: Authorization: Bearer …)`);
  say(`  Kafka             ${addresses.kafkaBrokers}`);
  say(`  schema registry   ${addresses.schemaRegistryUrl}`);
  say(`  logs              ${dataDir()}/logs`);
  say('');
};

/** @throws UsageError. 0: any free one. */
export const portOf = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError(`--port: a number from 0 to 65535, not ${text}`);
  return port;
};

const provinceOf = (text: string): string => {
  if (!/^\d{2}$/.test(text)) throw new UsageError(`--province (XIANJIE_PROVINCE): two digits, such as 53, not ${text}`);
  return text;
};

/** Without a word of it, the one that the hub of this folder had: another would begin a second log in it. */
export const provinceHere = (given = process.env.XIANJIE_PROVINCE, dir = dataDir()): string => {
  const before = existsSync(addressesFile(dir)) ? hubAddresses(dir).province : undefined;
  return provinceOf(given || before || '53');
};

const STARTED_BY = process.ppid;
const LOOK_EVERY_MS = 500;

/**
 * Ctrl-C, SIGTERM, a terminal that is closed, or the end of the `npx` that started this: npx hands SIGTERM to a shell of its own, which hands it to nobody, and the
 * hub would live on without anyone who could end it.
 */
export const untilInterrupted = (
  env: NodeJS.ProcessEnv = process.env,
  parentNow: () => number = () => process.ppid,
): Promise<void> =>
  new Promise((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
    process.once('SIGHUP', done);
    if (env.npm_command !== 'exec') return;
    const looking = setInterval(() => {
      if (parentNow() === STARTED_BY) return;
      clearInterval(looking);
      done();
    }, LOOK_EVERY_MS);
    looking.unref();
  });

export const upCommand = (program: Command): void => {
  program
    .command('up')
    .description('find or start Postgres, Kafka and the schema registry, migrate, and run every app until Ctrl-C')
    .option('--port <port>', 'port of the HTTP API on 127.0.0.1', '8080')
    .option('--data <dir>', 'data folder (default XIANJIE_DATA_DIR or .xianjie)')
    .option(
      '--province <code>',
      'two digits: the shard this hub writes (default XIANJIE_PROVINCE, or that of the data folder, or 53)',
    )
    .option('--json', 'end with a line of JSON')
    .action(async ({ port, data, province, json }: { port: string; data?: string; province?: string; json?: boolean }) => {
      if (data) process.env.XIANJIE_DATA_DIR = data;
      if (province) process.env.XIANJIE_PROVINCE = province;
      const { say, result } = outputFor(json === true);
      // What comes after the last line goes to standard error, so that with --json the last line stays the addresses.
      let isTold = false;
      const tell = (line: string): void => {
        if (isTold && json === true) process.stderr.write(`${line}\n`);
        else say(line);
      };
      const simulatedFrom = process.env.XIANJIE_CLOCK === 'simulated' ? (process.env.XIANJIE_CLOCK_START ?? '2016-01-01') : null;
      const hub = await startHub({
        port: portOf(port),
        dir: dataDir(),
        province: provinceHere(),
        simulatedFrom,
        say: tell,
      });
      sayWhere(hub, say);
      say('the hub runs; Ctrl-C ends it');
      result(hub.addresses);
      isTold = true;
      await untilInterrupted();
      tell('ending …');
      await hub.stop();
    });
};
