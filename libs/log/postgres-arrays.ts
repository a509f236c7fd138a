// Arrays in Postgres's binary format: a Buffer parameter is sent as it is. node-postgres itself would quote each element into
// one text, which costs as much as the insert does.

const TEXT = 25;
const BYTEA = 17;
const INT8 = 20;

const arrayOf = (type: number, count: number, bytes: number): Buffer => {
  const buffer = Buffer.allocUnsafe(12 + (count === 0 ? 0 : 8) + bytes + 4 * count);
  buffer.writeInt32BE(count === 0 ? 0 : 1, 0); // dimensions
  buffer.writeInt32BE(0, 4); // no nulls
  buffer.writeInt32BE(type, 8);
  if (count === 0) return buffer;
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16); // first index
  return buffer;
};

/** text[] */
export const texts = (values: readonly string[]): Buffer => {
  let bytes = 0;
  for (const value of values) bytes += Buffer.byteLength(value);
  const buffer = arrayOf(TEXT, values.length, bytes);
  let at = 20;
  for (const value of values) {
    const length = buffer.write(value, at + 4);
    buffer.writeInt32BE(length, at);
    at += 4 + length;
  }
  return buffer;
};

/** bytea[] */
export const byteas = (values: readonly Buffer[]): Buffer => {
  let bytes = 0;
  for (const value of values) bytes += value.length;
  const buffer = arrayOf(BYTEA, values.length, bytes);
  let at = 20;
  for (const value of values) {
    at = buffer.writeInt32BE(value.length, at);
    at += value.copy(buffer, at);
  }
  return buffer;
};

/** bigint[] */
export const bigints = (values: readonly number[]): Buffer => {
  const buffer = arrayOf(INT8, values.length, 8 * values.length);
  values.forEach((value, i) => {
    buffer.writeInt32BE(8, 20 + 12 * i);
    buffer.writeBigInt64BE(BigInt(value), 24 + 12 * i);
  });
  return buffer;
};
