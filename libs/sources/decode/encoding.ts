import type { FileIssue } from '../row-issue';

export type Encoding = 'utf-8' | 'gb18030';
export type EncodingFound =
  Readonly<{ encoding: Encoding; bom: number }> | Pick<FileIssue, 'code' | 'message' | 'row' | 'column'>;

const AUTO = 'auto';
/** Names that a caller may give; GBK and GB2312 are parts of GB18030. */
const NAMED: Readonly<Record<string, Encoding>> = {
  utf8: 'utf-8',
  'utf-8': 'utf-8',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
};
/** Of `auto` and the names that are read here, in any case. */
export const isEncodingAsked = (name: string): boolean => name === AUTO || Object.hasOwn(NAMED, name.toLowerCase());
export const SAMPLE_BYTES = 1 << 20;

const decodes = (bytes: Buffer, encoding: Encoding): boolean => {
  try {
    // stream: the sample may end in the middle of a character.
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};

/**
 * By its BOM, else what its first megabyte decodes as: hardly any Chinese text in GB18030 is valid UTF-8 as well.
 * A file that is neither in its first megabyte is taken for the one in which its first row reads, so that the bad row can be named.
 */
export const detectEncoding = (sample: Buffer, asked = AUTO): EncodingFound => {
  const bom = sample.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  if (sample.length >= 2 && ((sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff)))
    return { code: 'unknown-encoding', row: null, column: null, message: 'the file is UTF-16; save it as UTF-8 or GB18030' };
  if (sample.subarray(0, 8).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])))
    return {
      code: 'unknown-encoding',
      row: null,
      column: null,
      message: 'the file is an old Excel or WPS book (.xls, .et); save it as .xlsx or CSV',
    };
  if (asked !== AUTO) {
    const encoding = isEncodingAsked(asked) ? NAMED[asked.toLowerCase()] : undefined;
    return encoding
      ? { encoding, bom: encoding === 'utf-8' ? bom : 0 }
      : { code: 'unknown-encoding', row: null, column: null, message: `encoding ${asked}: expected auto, utf-8 or gb18030` };
  }
  if (bom > 0) return { encoding: 'utf-8', bom };
  if (sample.includes(0))
    return { code: 'unknown-encoding', row: null, column: null, message: 'the file is not text: it holds zero bytes' };
  if (decodes(sample, 'utf-8')) return { encoding: 'utf-8', bom: 0 };
  if (decodes(sample, 'gb18030')) return { encoding: 'gb18030', bom: 0 };
  const firstLine = sample.subarray(0, sample.indexOf(0x0a) + 1 || sample.length);
  return { encoding: decodes(firstLine, 'utf-8') ? 'utf-8' : 'gb18030', bom: 0 };
};

/** The first byte (from 0) at which decoding fails; the whole length when it ends inside a character. Null: it decodes. */
export const firstBadByte = (bytes: Buffer, encoding: Encoding): number | null => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return null;
  } catch {
    let good = 0;
    let bad = bytes.length + 1;
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if (middle <= bytes.length && decodes(bytes.subarray(0, middle), encoding)) good = middle;
      else bad = middle;
    }
    return good;
  }
};
