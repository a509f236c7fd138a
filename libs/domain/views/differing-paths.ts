// Where two values made of records, arrays and plain values differ. Records are compared key by key, whatever the order of the keys
// (jsonb keeps none); arrays as wholes.

type Fields = Readonly<Record<string, unknown>>;
/** `registration.status`; '' is the whole value. */
export type PathDifference = Readonly<{ path: string; live: unknown; replayed: unknown }>;

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const keysOf = (a: Fields, b: Fields): readonly string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();

/** A missing key and an undefined one are the same. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, index) => isSame(one, b[index]));
  return isRecord(a) && isRecord(b) && keysOf(a, b).every((key) => isSame(a[key], b[key]));
};

export const differingPaths = (live: unknown, replayed: unknown, path = ''): readonly PathDifference[] => {
  if (isSame(live, replayed)) return [];
  if (!isRecord(live) || !isRecord(replayed)) return [{ path, live, replayed }];
  return keysOf(live, replayed).flatMap((key) => differingPaths(live[key], replayed[key], path === '' ? key : `${path}.${key}`));
};
