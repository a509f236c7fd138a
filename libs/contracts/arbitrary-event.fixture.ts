import fc from 'fast-check';

// Arbitrary values of an Avro schema, read from the schema itself.

type Field = Readonly<{ name: string; type: unknown }>;
type Schema =
  string | readonly unknown[] | Readonly<{ type: unknown; name?: string; fields?: readonly Field[]; items?: unknown }>;

const primitives: Readonly<Record<string, () => fc.Arbitrary<unknown>>> = {
  null: () => fc.constant(null),
  string: () => fc.string({ unit: 'grapheme', maxLength: 12 }),
  boolean: () => fc.boolean(),
  int: () => fc.integer(),
  // avsc loses the sign beyond 2^52: 45 trillion yuan in fen, more than any field of ours says.
  long: () => fc.bigInt({ min: -(2n ** 51n), max: 2n ** 51n }).map(Number),
  double: () => fc.double({ noNaN: true }).filter((value) => !Object.is(value, -0)),
};

const named = (name: string, records: Map<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> => {
  const arbitrary = records.get(name) ?? primitives[name]?.();
  if (arbitrary === undefined) throw new Error(`no arbitrary for the Avro type ${name}`);
  return arbitrary;
};

export const arbitraryOf = (schema: Schema, records = new Map<string, fc.Arbitrary<unknown>>()): fc.Arbitrary<unknown> => {
  if (typeof schema === 'string') return named(schema, records);
  if ('length' in schema) return fc.oneof(...schema.map((branch) => arbitraryOf(branch as Schema, records)));
  if (schema.type === 'array') return fc.array(arbitraryOf(schema.items as Schema, records), { maxLength: 3 });
  if (schema.type !== 'record') return arbitraryOf(schema.type as Schema, records);
  const fields = (schema.fields ?? []).map(({ name, type }) => [name, arbitraryOf(type as Schema, records)] as const);
  const record = fc.record(Object.fromEntries(fields), { noNullPrototype: true });
  if (schema.name !== undefined) records.set(schema.name, record);
  return record;
};
