export type FileFormat = 'csv' | 'xlsx' | 'json-lines';

/** By its first bytes: a name lies more often than its content. */
export const formatOf = (start: Buffer): FileFormat => {
  if (start.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))) return 'xlsx';
  const text = start
    .subarray(0, 64)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  return text.startsWith('{') ? 'json-lines' : 'csv';
};
