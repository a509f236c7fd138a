import { randomUUID } from 'node:crypto';
import { avroType, schemaNamed } from './avro-schemas';
import { IncompatibleSchema, SchemaRegistryUnavailable } from './faults';
import { framed, unframed } from './registry-framing';
import { SchemaRegistry } from './schema-registry';

const url = (): string => process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? '';
const { text, fullName } = schemaNamed('cn.xianjie.household.HouseholdPovertyExited');
const changed = (change: (fields: { name: string }[]) => object[]): string => {
  const schema = JSON.parse(text);
  return JSON.stringify({ ...schema, fields: change(schema.fields) });
};

describe('the running schema registry', () => {
  const registry = new SchemaRegistry(url());
  const subject = (): string => `test-${randomUUID()}-${fullName}`;

  beforeAll(() => registry.requireFullTransitive());

  it('gives the same schema the same id again, and its text with docs for an id', async () => {
    const under = subject();
    const id = await registry.register(under, text);
    expect(await new SchemaRegistry(url()).register(under, text)).toBe(id);
    expect(JSON.parse(await registry.schemaById(id))).toEqual(JSON.parse(text));
  });

  it('says FULL_TRANSITIVE of a subject to whoever asks', async () => {
    const under = subject();
    await registry.register(under, text);
    const answer = await fetch(`${url()}/config/${encodeURIComponent(under)}`);
    expect(await answer.json()).toEqual({ compatibilityLevel: 'FULL_TRANSITIVE' });
  });

  it('takes a subject from several at once: each shard is published by a client of its own', async () => {
    for (let round = 0; round < 10; round += 1) {
      const under = subject();
      const ids = await Promise.all(Array.from({ length: 4 }, () => new SchemaRegistry(url()).register(under, text)));
      expect(new Set(ids).size).toBe(1);
    }
  });

  it('takes a new field that has a default', async () => {
    const under = subject();
    await registry.register(under, text);
    const wider = changed((fields) => [...fields, { name: 'meetingNo', type: ['null', 'string'], default: null }]);
    expect(await registry.isCompatible(under, wider)).toBe(true);
    await expect(registry.register(under, wider)).resolves.toEqual(expect.any(Number));
  });

  it('refuses an incompatible schema: a new field without a default, or a dropped one', async () => {
    const under = subject();
    await registry.register(under, text);
    const withoutDefault = changed((fields) => [...fields, { name: 'meetingNo', type: 'string' }]);
    const dropped = changed((fields) => fields.filter(({ name }) => name !== 'exitYear'));
    expect(await registry.isCompatible(under, withoutDefault)).toBe(false);
    await expect(registry.register(under, withoutDefault)).rejects.toThrow(IncompatibleSchema);
    await expect(registry.register(under, dropped)).rejects.toThrow(IncompatibleSchema);
  });

  it('lets a reader who has only the value find the schema and read it', async () => {
    const { text: policyEnded } = schemaNamed('cn.xianjie.household.HouseholdPolicyEnded');
    const id = await registry.register(subject(), policyEnded);
    const ended = { householdId: 'h-1', county: '530124', on: '2017-01-01', exitYear: 2016 };
    const value = framed(id, avroType(policyEnded).toBuffer(ended));
    const { schemaId, body } = unframed(value);
    expect(avroType(await registry.schemaById(schemaId)).fromBuffer(body)).toEqual(ended);
  });
});

it('a registry that does not answer is a fault that passes', async () => {
  await expect(new SchemaRegistry('http://127.0.0.1:9').register('s', text)).rejects.toThrow(SchemaRegistryUnavailable);
  await expect(new SchemaRegistry('http://127.0.0.1:9').register('s', text)).rejects.toMatchObject({ retryable: true });
});
