/** What a statement may hold: RFC 8785 asks for nothing more than sorted keys and no spaces as long as numbers are integers. */
export type Json = string | number | boolean | null | readonly Json[] | Readonly<{ [key: string]: Json }>;

/** The bytes that are signed: keys in code-unit order, no white space, UTF-8, no line end. */
export const canonicalJson = (value: Json): Buffer => Buffer.from(written(value), 'utf8');

const written = (value: Json): string => {
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new RangeError(`a statement holds whole numbers, not ${value}`);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(written).join(',')}]`;
  const record = value as Readonly<Record<string, Json>>;
  const fields = Object.keys(record).sort();
  return `{${fields.map((key) => `${JSON.stringify(key)}:${written(record[key] as Json)}`).join(',')}}`;
};
