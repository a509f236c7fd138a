import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { AvroReader } from './check-topics';
import type { LoggedEvent } from './check-log';
import { readTopics } from './topic-reader';

// Seals in Postgres, in the file and on the topic: each names a link that the chain has, under a signature that openssl accepts.

type Seal = Readonly<{
  number: number;
  link: string;
  statement: string;
  algorithm: string;
  publicKey: string;
  signature: string;
}>;
/** Signatures are checked one process each: the newest are enough, for the older ones were the newest at an earlier check. */
const SIGNATURES = 5;

const isSigned = (folder: string, { statement, publicKey, signature }: Seal): boolean => {
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const key = file('key.pem', `-----BEGIN PUBLIC KEY-----\n${publicKey.replace(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----\n`);
  const signed = file('signature', Buffer.from(signature, 'base64'));
  const text = file('statement', statement);
  try {
    const sm2 = ['-sigopt', 'distid:1234567812345678'];
    execFileSync('openssl', ['dgst', '-sm3', '-verify', key, '-signature', signed, ...sm2, text], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const inFile = (path: string): Seal[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    // What a crash cut off at the end is no line.
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Seal);

export const checkSeals = async (
  at: Readonly<{ pool: Pool; brokers: string; registryUrl: string; sealFile: string; shard: string }>,
  events: readonly LoggedEvent[],
): Promise<Readonly<{ wrong: readonly string[]; seals: number }>> => {
  const { rows } = await at.pool.query<Seal>(
    `select number::int, link, statement, algorithm, public_key as "publicKey", signature from messaging.seals where shard = $1 order by number`,
    [at.shard],
  );
  const avro = new AvroReader(at.registryUrl);
  const published = await Promise.all(
    (await readTopics(at.brokers, ['xianjie.seals'])).map(async ({ value }) => (await avro.decode(value)) as unknown as Seal),
  );
  const file = inFile(at.sealFile);
  const wrong: string[] = [];
  for (const [where, seals] of [
    ['Postgres', rows],
    ['the file', file],
    ['the topic', published],
  ] as const)
    for (const { number, link, statement } of seals) {
      if (events[Number(number) - 1]?.link.toString('hex') !== link)
        wrong.push(`a seal in ${where} at ${number} names another link`);
      const said = JSON.parse(statement) as { number: number; link: string };
      if (said.link !== link || said.number !== Number(number))
        wrong.push(`a seal in ${where} at ${number} signs something else`);
    }
  const kept = new Set(file.map(({ number }) => number));
  const sent = new Set(published.map(({ number }) => Number(number)));
  for (const { number } of rows) {
    if (!kept.has(number)) wrong.push(`the seal at ${number} is not in the file`);
    if (!sent.has(number)) wrong.push(`the seal at ${number} is not on the topic`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'xianjie-seals-'));
  for (const seal of rows.slice(-SIGNATURES)) if (!isSigned(folder, seal)) wrong.push(`the seal at ${seal.number} is not signed`);
  rmSync(folder, { recursive: true });
  return { wrong, seals: rows.length };
};
