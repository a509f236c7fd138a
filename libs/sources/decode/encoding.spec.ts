import iconv from 'iconv-lite';
import { detectEncoding, firstBadByte, isEncodingAsked } from './encoding';

const found = (...of: Parameters<typeof detectEncoding>) => {
  const answer = detectEncoding(...of);
  return 'encoding' in answer ? [answer.encoding, answer.bom] : [answer.code, answer.message];
};
const utf8 = Buffer.from('户编号,姓名\n1,韦大山\n');
const gb = iconv.encode('户编号,姓名\n1,韦大山\n', 'gb18030');
const bom = Buffer.from([0xef, 0xbb, 0xbf]);
const bad = Buffer.from([0xff, 0x0a]);

describe('the encoding of a file', () => {
  it.each<[string, Buffer, unknown[]]>([
    ['UTF-8', utf8, ['utf-8', 0]],
    ['UTF-8, cut inside a character', utf8.subarray(0, -2), ['utf-8', 0]],
    ['UTF-8 with a BOM', Buffer.concat([bom, utf8]), ['utf-8', 3]],
    ['UTF-8 by its BOM, whatever follows', Buffer.concat([bom, gb]), ['utf-8', 3]],
    ['GB18030', gb, ['gb18030', 0]],
    ['GB18030, cut inside a character', gb.subarray(0, -2), ['gb18030', 0]],
    ['that of its first row where a later one is neither', Buffer.concat([utf8, bad]), ['utf-8', 0]],
    ['that of its first row where a later one is neither', Buffer.concat([gb, bad]), ['gb18030', 0]],
  ])('is detected: %s', (_, bytes, expected) => expect(found(bytes)).toEqual(expected));

  it.each<[RegExp, Buffer]>([
    [/UTF-16/, Buffer.from('\ufeff户', 'utf16le')],
    [/UTF-16/, Buffer.from([0xfe, 0xff, 0x62, 0x37])],
    [/zero bytes/, Buffer.from('a\0b')],
    [/\.xls, \.et/, Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0])],
  ])('is none that is read: %s', (message, bytes) =>
    expect(found(bytes)).toEqual(['unknown-encoding', expect.stringMatching(message)]),
  );

  it('is the one that was asked for, by any of its names', () => {
    for (const name of ['utf-8', 'UTF8']) expect(found(gb, name)).toEqual(['utf-8', 0]);
    for (const name of ['gb18030', 'GBK', 'gb2312']) expect(found(utf8, name)).toEqual(['gb18030', 0]);
    expect(found(Buffer.concat([bom, utf8]), 'utf-8')).toEqual(['utf-8', 3]);
    expect(found(Buffer.concat([bom, utf8]), 'gbk')).toEqual(['gb18030', 0]);
    expect(found(utf8, 'latin1')).toEqual(['unknown-encoding', 'encoding latin1: expected auto, utf-8 or gb18030']);
    expect(['auto', 'GBK', 'toString', 'AUTO'].map(isEncodingAsked)).toEqual([true, true, false, false]);
  });
});

describe('the first byte that does not decode', () => {
  it.each<[string, Buffer, number | null]>([
    ['none', utf8, null],
    ['the first', bad, 0],
    ['one behind a character', Buffer.concat([Buffer.from('韦'), bad]), 3],
    ['the end, inside a character', Buffer.from('a韦').subarray(0, 3), 3],
  ])('is %s', (_, bytes, at) => expect(firstBadByte(bytes, 'utf-8')).toBe(at));
});
