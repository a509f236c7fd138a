import { BodyUnreadable } from './faults';

const MAGIC = 0;
const PREFIX_BYTES = 5;

/** The value of a record as Confluent's clients read it: a zero, the registry's schema id, the Avro body (architecture decision 3). */
export const framed = (schemaId: number, body: Buffer): Buffer => {
  const value = Buffer.allocUnsafe(PREFIX_BYTES + body.length);
  value[0] = MAGIC;
  value.writeInt32BE(schemaId, 1);
  body.copy(value, PREFIX_BYTES);
  return value;
};

/** @throws BodyUnreadable when the value has no such prefix. */
export const unframed = (value: Buffer): Readonly<{ schemaId: number; body: Buffer }> => {
  if (value.length < PREFIX_BYTES || value[0] !== MAGIC) throw new BodyUnreadable('a record', 'with a Confluent prefix');
  return { schemaId: value.readInt32BE(1), body: value.subarray(PREFIX_BYTES) };
};
