import { avroType, fingerprintOf, namesIn, renamed } from './avro-schemas';

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

const NOT_READ = ['doc', 'domain_type'];
const withoutDocs = (key: string, value: unknown): unknown => (NOT_READ.includes(key) ? undefined : value);
const normalised = (text: string): string => JSON.stringify(JSON.parse(text, withoutDocs), null, 1);

/**
 * The first line in which two texts of one fingerprint differ, what no reader uses apart, or ''. A fingerprint does not see a default or a name for
 * the outside, yet a reader depends on both.
 */
export const describeDifference = (landed: string, working: string): string => {
  const [before, after] = [normalised(landed).split('\n'), normalised(working).split('\n')];
  const line = after.findIndex((text, index) => text !== before[index]);
  if (line < 0) return before.length === after.length ? '' : `${before[after.length]} is missing`;
  return `${before[line] ?? '(end)'} became ${after[line] ?? '(end)'}`;
};

/**
 * Why a version that landed and today's schema of its record do not go together, or ''. Under another name it has to be found through
 * today's aliases. Aliases lead back only, so what an old reader makes of today's records is asked as if the name had stayed.
 */
export const describeMisfit = (landed: string, working: string): string => {
  if (!namesIn(working).includes(namesIn(landed)[0]!)) return `${namesIn(landed)[0]} is no alias`;
  if (!canRead(working, landed)) return 'today’s reader cannot read it';
  const name = namesIn(working)[0]!;
  const [before, after] = [renamed(landed, name), renamed(working, name)];
  if (!isFullyCompatible(before, after)) return 'its reader cannot read what is written today';
  const isSame = fingerprintOf(avroType(before)) === fingerprintOf(avroType(after));
  return isSame ? describeDifference(before, after) : '';
};
