import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Type } from 'avsc';
import { Kafka, logLevel } from 'kafkajs';
import { projectRoot } from '@xianjie/infrastructure';

const registryUrl = process.env.XIANJIE_SCHEMA_REGISTRY_URL!;
const brokers = process.env.XIANJIE_KAFKA_BROKERS!;
const admin = new Kafka({ clientId: 'interop', brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
const topic = `interop.${randomUUID()}`;

const ask = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${registryUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

const aSchema = (fields: readonly unknown[]) => ({
  schema: JSON.stringify({ type: 'record', name: 'Exited', namespace: 'cn.xianjie.interop', fields }),
});
const year = { name: 'year', type: 'int' };

describe("Confluent's Python client, this broker and this registry", () => {
  jest.setTimeout(90_000);
  let heard: { records: unknown; prefix: string; schemaId: number; headers: unknown; subjects: string[] };

  beforeAll(async () => {
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
    const python = join(projectRoot(), '.infrastructure', 'python', 'bin', 'python');
    const { stdout } = await promisify(execFile)(python, [join(__dirname, 'confluent_client.py'), brokers, registryUrl, topic]);
    heard = JSON.parse(stdout);
  });
  afterAll(async () => {
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
  });

  it('records that it wrote read back the same, under subjects of topic and record name, one through its alias', () => {
    const record = { village: '石羊村', plannedFor: null };
    expect(heard.records).toEqual([
      { year: 2016, ...record },
      { year: 2017, ...record },
    ]);
    expect(heard.headers).toEqual({ ce_type: 'household.poverty-exited' });
    expect(heard.subjects).toEqual(
      ['HouseholdPovertyExited', 'PovertyExited'].map((name) => `${topic}-cn.xianjie.household.${name}`),
    );
  });

  it('the prefix of the value names the schema that the registry gives out', async () => {
    expect(heard.prefix).toBe('00');
    const { status, body } = await ask('GET', `/schemas/ids/${heard.schemaId}`);
    expect(status).toBe(200);
    expect(Type.forSchema(JSON.parse(body.schema as string)).name).toBe('cn.xianjie.household.HouseholdPovertyExited');
  });
});

describe('the registry under FULL_TRANSITIVE', () => {
  const subject = `${topic}-cn.xianjie.interop.Exited`;
  const register = (fields: readonly unknown[]) => ask('POST', `/subjects/${subject}/versions`, aSchema(fields));

  beforeAll(async () => {
    expect(await register([year])).toMatchObject({ status: 200 });
    expect(await ask('PUT', `/config/${subject}`, { compatibility: 'FULL_TRANSITIVE' })).toMatchObject({ status: 200 });
  });

  it('takes a new field that has a default, and the same schema twice under one id', async () => {
    const widened = [year, { name: 'reason', type: ['null', 'string'], default: null }];
    const first = await register(widened);
    expect(first.status).toBe(200);
    expect(await register(widened)).toEqual(first);
  });

  it('refuses a new field without a default with 409', async () =>
    expect(await register([year, { name: 'village', type: 'string' }])).toMatchObject({
      status: 409,
      body: { error_code: 409 },
    }));

  it('refuses another type for a field with 409', async () =>
    expect(await register([{ name: 'year', type: 'string' }])).toMatchObject({ status: 409 }));

  it('answers what it does not have with the codes of Confluent', async () => {
    expect(await ask('GET', '/subjects/nobody-wrote-this/versions')).toMatchObject({ status: 404, body: { error_code: 40401 } });
    expect(await ask('GET', '/schemas/ids/999999')).toMatchObject({ status: 404, body: { error_code: 40403 } });
  });
});
