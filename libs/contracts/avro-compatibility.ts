import { avroType } from './avro-schemas';

const canRead = (reader: string, writer: string): boolean => {
  try {
    avroType(reader).createResolver(avroType(writer));
    return true;
  } catch {
    return false;
  }
};

/** FULL: each reads what the other wrote. Held against every version that ever landed it is FULL_TRANSITIVE (issue 3, part 6). */
export const isFullyCompatible = (one: string, other: string): boolean => canRead(one, other) && canRead(other, one);

const withoutDocs = (key: string, value: unknown): unknown => (key === 'doc' ? undefined : value);
const normalised = (text: string): string => JSON.stringify(JSON.parse(text, withoutDocs), null, 1);

/**
 * The first line in which two texts of one fingerprint differ, docs apart, or ''. A fingerprint does not see a default or a name for
 * the outside, yet a reader depends on both.
 */
export const describeDifference = (landed: string, working: string): string => {
  const [before, after] = [normalised(landed).split('\n'), normalised(working).split('\n')];
  const line = after.findIndex((text, index) => text !== before[index]);
  if (line < 0) return before.length === after.length ? '' : `${before[after.length]} is missing`;
  return `${before[line] ?? '(end)'} became ${after[line] ?? '(end)'}`;
};
