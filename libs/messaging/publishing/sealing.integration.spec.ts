import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SchemaRegistry } from '@xianjie/contracts';
import { Sm2Signer, newSm2Key } from '@xianjie/documents';
import type { Signer } from '@xianjie/documents';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { KafkaMessageBus } from '../kafka-message-bus';
import { PostgresLeases } from '../postgres-leases';
import { PostgresSealing } from '../postgres-sealing';
import { PostgresSeals } from '../postgres-seals';
import { topicsOf } from '../topics';
import { SHARD, appendLives, until } from './publishing.fixture';
import { SchemaIds } from './schema-ids';
import { SealFile } from './seal-file';
import { Sealer } from './sealer';
import { verifySeals } from './verify-seals';

jest.setTimeout(60_000);
const EVERY_MS = 100;

describe('sealing', () => {
  let database: TestDatabase;
  let pool: Pool;
  let log: PostgresEventLog;
  let seals: PostgresSeals;
  let sealing: PostgresSealing;
  let folder: string;
  let faults: Error[];
  const signer = Sm2Signer.fromPem(newSm2Key());

  beforeEach(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url });
    log = new PostgresEventLog(pool, new SystemClock());
    [seals, sealing] = [new PostgresSeals(pool), new PostgresSealing(pool)];
    folder = mkdtempSync(join(tmpdir(), 'xianjie-sealing-'));
    faults = [];
    await appendLives(log, 2);
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const path = () => join(folder, 'seals', `${SHARD}.jsonl`);
  // Nobody listens there: a broker that is down.
  const sealer = (file = path(), bus = new KafkaMessageBus(['127.0.0.1:9']), by: Signer = signer) =>
    new Sealer({
      ...{ shard: SHARD, log, seals, sealing, signer: by, bus, file: new SealFile(file), clock: new SystemClock(), holder: file },
      ...{ topics: topicsOf(), schemaIds: new SchemaIds(new SchemaRegistry(process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? '')) },
      ...{ leases: new PostgresLeases(pool), onFault: (fault: Error) => void faults.push(fault) },
    });
  const running = (of: Sealer) => {
    const stopping = new AbortController();
    const done = of.run(EVERY_MS, stopping.signal);
    return { done, stop: () => (stopping.abort(), done) };
  };
  const count = async () => (await seals.read(SHARD)).length;
  const secondsAgo = async () => (await sealing.longestAgo([SHARD]))!.seconds;
  const inFile = async () => {
    const found = [];
    for await (const seal of new SealFile(path()).read()) found.push(seal);
    return found;
  };

  it('goes on in every round while the broker is down', async () => {
    const work = running(sealer());
    await until('the first seal', async () => (await count()) === 1);
    await appendLives(log, 2, 100);
    await until('the second seal', async () => (await count()) === 2);
    await pool.query("update messaging.sealing set worked_at = now() - interval '1 hour'");
    await until('it to be noted that sealing works', async () => (await secondsAgo()) < 60);
    expect((await seals.unpublished(SHARD)).length).toBe(2);
    await work.stop();
    expect(await verifySeals(log, SHARD, { database: await seals.read(SHARD), file: await inFile() })).toMatchObject({
      checked: 2,
      firstBad: null,
    });
  });

  it('does not count while the seal file cannot be written, and goes on by itself when it can', async () => {
    // A file where the folder should be: as good as a full disk, and root meets it as well.
    writeFileSync(join(folder, 'seals'), '');
    const work = running(sealer());
    await until('the fault to be noticed', () => faults.length >= 3);
    expect(faults[0]).toMatchObject({ code: 'seal-file-unwritable', retryable: true });
    expect(await count()).toBe(0);
    const { rows } = await pool.query('select from messaging.sealing');
    expect(rows).toHaveLength(0);
    // From when somebody first asks, the time is counted.
    expect(await sealing.longestAgo([SHARD])).toBeNull();
    expect(await secondsAgo()).toBeLessThan(10);
    await pool.query("update messaging.sealing set worked_at = now() - interval '1 hour'");
    const failed = faults.length;
    await until('two more rounds', () => faults.length >= failed + 2);
    expect(await secondsAgo()).toBeGreaterThan(3_500);
    rmSync(join(folder, 'seals'));
    await until('the seal', async () => (await count()) === 1);
    await until('it to be noted', async () => (await secondsAgo()) < 60);
    await work.stop();
  });

  it('does not count when nobody does it', async () => {
    const work = running(sealer());
    await until('a seal', async () => (await count()) === 1);
    await work.stop();
    await pool.query("update messaging.sealing set worked_at = now() - interval '1 hour'");
    expect(await secondsAgo()).toBeGreaterThan(3_500);
    // Its moment lies ahead when the clock went back: from then on the time is counted.
    await pool.query("update messaging.sealing set worked_at = now() + interval '1 day'");
    expect(await secondsAgo()).toBeLessThan(10);
    await pause(200);
    expect(await secondsAgo()).toBeGreaterThan(0.1);
  });

  it('makes both copies whole when it begins: what a crash left in the file alone, and what another sealed elsewhere', async () => {
    const one = sealer();
    await one.seal();
    await appendLives(log, 1, 100);
    await one.seal();
    await pool.query('delete from messaging.seals where number = 6');
    const elsewhere = sealer(join(folder, 'other.jsonl'));
    // Half a line, as a crash leaves it.
    writeFileSync(path(), `${readFileSync(path(), 'utf8')}{"shard":"53","num`);
    const work = running(sealer());
    await until('the second to be back', async () => (await count()) === 2);
    await work.stop();
    await appendLives(log, 1, 200);
    await elsewhere.seal();
    expect(await inFile()).toHaveLength(2);
    const again = running(sealer());
    await until('the third to be in the file', async () => (await inFile()).length === 3);
    await again.stop();
    const copies = { database: await seals.read(SHARD), file: await inFile() };
    expect(copies.file).toEqual(copies.database);
    expect(await verifySeals(log, SHARD, copies)).toMatchObject({ checked: 3, firstBad: null });
  });

  it('goes on after the newest by number, not by its digits, whoever seals next', async () => {
    await appendLives(log, 2, 100);
    await sealer().seal();
    await appendLives(log, 1, 200);
    await sealer().seal();
    await appendLives(log, 1, 300);
    await sealer().seal();
    const all = await seals.read(SHARD);
    expect(all.map(({ number }) => number)).toEqual([8, 10, 12]);
    expect((await seals.unpublished(SHARD)).map(({ number }) => number)).toEqual([8, 10, 12]);
    expect(await seals.newest(SHARD)).toEqual(all[2]);
    expect(await verifySeals(log, SHARD, { database: all, file: await inFile() })).toMatchObject({ checked: 3, firstBad: null });
  });

  it('leaves the chain of seals whole when a sealer that was stopped wakes after another has sealed', async () => {
    await sealer().seal();
    await appendLives(log, 1, 100);
    let isAtWork: () => void = () => undefined;
    let wake: () => void = () => undefined;
    const [atWork, woken] = [
      new Promise<void>((resolve) => (isAtWork = resolve)),
      new Promise<void>((resolve) => (wake = resolve)),
    ];
    const slow = {
      sign: async (bytes: Buffer) => {
        isAtWork();
        await woken;
        return signer.sign(bytes);
      },
    } as Signer;
    const stopped = sealer(join(folder, 'other.jsonl'), undefined, slow);
    const sealing = stopped.seal();
    await atWork;
    await appendLives(log, 1, 200);
    const other = sealer();
    await other.seal();
    wake();
    await expect(sealing).rejects.toMatchObject({ code: 'lease-lost' });
    await appendLives(log, 1, 300);
    await other.seal();
    expect(await verifySeals(log, SHARD, { database: await seals.read(SHARD), file: await inFile() })).toMatchObject({
      checked: 3,
      firstBad: null,
    });
    expect(await stopped.seal()).toBeNull();
  });

  it('ends when somebody wrote into the seal file, and names the line', async () => {
    mkdirSync(join(folder, 'seals'));
    writeFileSync(path(), '{"shard":"53"}}\n');
    await expect(running(sealer()).done).rejects.toMatchObject({
      code: 'seal-file-damaged',
      message: expect.stringContaining('line 1'),
    });
  });
});
