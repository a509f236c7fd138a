import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { EventLog } from '@xianjie/log';
import { PostgresSeals, SealFile, knownShards, verifyShard } from '@xianjie/messaging';
import type { Seal, SealCopies } from '@xianjie/messaging';
import { textIn } from '../argument-file';
import { EXIT, UsageError } from '../exit-codes';
import { dataDir } from '../hub';
import { outputFor } from '../output';
import { withLog } from '../postgres-wiring';

// What an auditor asks of the log itself, without the apps: the chain, and the seals that left it.

type Verify = Readonly<{ from?: string; to?: string; key?: readonly string[]; json?: boolean }>;

type Bound = Readonly<{ shard: string | undefined; number: number | undefined }>;

const boundOf = (position: string | undefined, option: string): Bound => {
  if (position === undefined) return { shard: undefined, number: undefined };
  const [, shard, digits] = /^(?:(\w+):)?(\d+)$/.exec(position) ?? [];
  const number = Number(digits);
  if (!Number.isSafeInteger(number) || number < 1) throw new UsageError(`${option}: a position such as 53:1024, not ${position}`);
  return { shard, number };
};

type Range = Readonly<{ shard?: string; from?: number; to?: number }>;

/** @throws UsageError for positions that cannot be read, of two shards, or between which nothing lies. */
export const rangeOf = (from: string | undefined, to: string | undefined): Range => {
  const [first, last] = [boundOf(from, '--from'), boundOf(to, '--to')];
  const shard = first.shard ?? last.shard;
  if (shard !== (last.shard ?? shard)) throw new UsageError(`--to: of shard ${last.shard}, --from of ${shard}`);
  if (first.number !== undefined && last.number !== undefined && first.number > last.number)
    throw new UsageError(`--from: ${from} lies after --to ${to}: there would be nothing to verify`);
  return { shard, from: first.number, to: last.number };
};

/** How many events of a log with that head lie in the range. */
export const eventsIn = ({ from = 1, to = Number.MAX_SAFE_INTEGER }: Range, head: number): number =>
  Math.max(0, Math.min(to, head) - from + 1);

const publicKeyIn = (file: string): string => {
  const key = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(textIn(file, '--key'))?.[1];
  if (!key) throw new UsageError(`--key: ${file} is no public key in PEM`);
  return key.replaceAll(/\s/g, '');
};

const sealFolder = (): string => join(dataDir(), 'seals');

/** With those of the seal files, which stand outside Postgres. */
const everyShard = async (log: EventLog, sealed: PostgresSeals): Promise<readonly string[]> => {
  const files = existsSync(sealFolder()) ? readdirSync(sealFolder()) : [];
  const inFiles = files.filter((name) => name.endsWith('.jsonl')).map((name) => name.replace(/\.jsonl$/, ''));
  return [...new Set([...(await knownShards(log, sealed)), ...inFiles])].sort();
};

/** Those in Postgres and, where it is at hand, in the seal file; not those of positions whose loss an operator accepted. */
const copiesOf = async (log: EventLog, sealed: PostgresSeals, shard: string): Promise<SealCopies> => {
  const path = join(sealFolder(), `${shard}.jsonl`);
  const epochs = await log.epochs(shard);
  const database = await sealed.read(shard);
  const stands = new Set(database.map(({ statement }) => statement));
  const isLost = (number: number): boolean =>
    epochs.some(({ after, overridden }) => number > after && number <= (overridden.seal ?? 0));
  const file: Seal[] = [];
  for await (const seal of new SealFile(path).read()) if (stands.has(seal.statement) || !isLost(seal.number)) file.push(seal);
  return { database, file: existsSync(path) ? file : null };
};

const verify = async ({ from, to, key, json }: Verify): Promise<void> => {
  const { say, result } = outputFor(json === true);
  const range = rangeOf(from, to);
  const asked = range.shard;
  const trusted = key ? new Set(key.map(publicKeyIn)) : null;
  const shards = await withLog(async (log, pool) => {
    const sealed = new PostgresSeals(pool);
    const known = await everyShard(log, sealed);
    if (asked !== undefined && !known.includes(asked)) throw new UsageError(`there is no shard ${asked}`);
    const names = known.filter((shard) => asked === undefined || shard === asked);
    return Promise.all(
      names.map(async (shard) => {
        const startedAt = Date.now();
        const verified = await verifyShard(log, shard, () => copiesOf(log, sealed, shard), {
          from: range.from,
          to: range.to,
          trusted,
        });
        return { ...verified, seconds: (Date.now() - startedAt) / 1000 };
      }),
    );
  });
  const { from: first = 1 } = range;
  // An intact log that ends before it: "0 events, chain unbroken" would sound as if something had been verified.
  if (first > 1 && shards.length > 0 && shards.every(({ head, firstBad }) => firstBad === null && head < first))
    throw new UsageError(`--from: ${shards.map(({ shard, head }) => `shard ${shard} ends at ${shard}:${head}`).join(', ')}`);
  for (const { shard, head, seals, sealKeys, sealedUpTo, firstBad, because, seconds } of shards)
    say(
      firstBad
        ? `shard ${shard}: altered at ${firstBad} (${because}); the last seal that holds is of ${sealedUpTo ?? 'no position'}`
        : `shard ${shard}: ${eventsIn(range, head)} events, chain unbroken; ${seals} seals hold, signed by ${sealKeys.join(', ') || 'nobody yet'} (${seconds.toFixed(1)} s)`,
    );
  const intact = shards.every(({ firstBad }) => firstBad === null);
  result({ shards, intact });
  if (!intact) process.exitCode = EXIT.no;
};

const openEpoch = async (shard: string, { reason, json }: Readonly<{ reason: string; json?: boolean }>): Promise<void> => {
  const { say, result } = outputFor(json === true);
  const opened = await withLog(async (log) => {
    if (!(await log.shards()).includes(shard)) throw new UsageError(`there is no shard ${shard}`);
    await log.openEpoch(shard, reason);
    return (await log.epochs(shard)).at(-1);
  });
  say(
    `shard ${shard}: epoch ${opened?.epoch} goes on after position ${shard}:${opened?.after}; what left the hub beyond it is lost`,
  );
  result(opened);
};

export const verifyCommands = (program: Command): void => {
  program
    .command('verify')
    .description('recompute the chain and the seals; exit 1 and the first bad position if anything was altered')
    .option('--from <position>', 'first position')
    .option('--to <position>', 'last position')
    .option('--key <file...>', 'public keys in PEM that alone may have sealed; without it the keys found are only named')
    .option('--json', 'end with a line of JSON')
    .action(verify);
  program
    .command('open-epoch <shard>')
    .description('after a restore of an older backup: accept that newer positions are lost, so that appends are taken again')
    .requiredOption('--reason <text>', 'why; it is recorded')
    .option('--json', 'end with a line of JSON')
    .action(openEpoch);
};
