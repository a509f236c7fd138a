import { crc32 } from './crc32';
import { deflateRawSync } from 'node:zlib';

// XLSX books that no spreadsheet program writes: small files that unpack to very much, and cells at impossible places.

type Entry = readonly [name: string, content: Buffer | string];

/** A ZIP archive: local headers, then the directory (APPNOTE 4.3). */
export const zipOf = (entries: readonly Entry[]): Buffer => {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of entries) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), common, rest, Buffer.from(name)]));
    bodies.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...bodies, ...directory, Buffer.from('PK\u0005\u0006'), end]);
};

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** `more` stands behind the sheet, as most programs write it. */
export const bookOf = (
  sheetData: string,
  sharedStrings: string | Buffer = `${XML}<sst xmlns="${MAIN}"/>`,
  more: readonly Entry[] = [],
): Buffer =>
  zipOf([
    ['[Content_Types].xml', `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`],
    [
      '_rels/.rels',
      `${XML}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>${more.some(([name]) => name === 'xl/styles.xml') ? `<Relationship Id="rId3" Type="${OFFICE}/styles" Target="/xl/styles.xml"/>` : ''}</Relationships>`,
    ],
    ['xl/sharedStrings.xml', sharedStrings],
    ['xl/worksheets/sheet1.xml', `${XML}<worksheet xmlns="${MAIN}"><sheetData>${sheetData}</sheetData></worksheet>`],
    ...more,
  ]);

export const cellAt = (reference: string, row: string): Buffer =>
  bookOf(`<row r="${row}"><c r="${reference}" t="inlineStr"><is><t>户编号</t></is></c></row>`);

/** `megabytes` of one letter in a shared string: a thousandth of it as a file. */
export const stringBomb = (megabytes: number): Buffer =>
  bookOf(
    '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
    Buffer.concat([
      Buffer.from(`${XML}<sst xmlns="${MAIN}"><si><t>`),
      Buffer.alloc(megabytes << 20, 0x61),
      Buffer.from('</t></si></sst>'),
    ]),
  );

/** As many rows of one cell as fit in so many megabytes of XML. */
export const rowBomb = (megabytes: number): Buffer => {
  const row = '<row><c t="inlineStr"><is><t>a</t></is></c></row>';
  return bookOf(row.repeat(Math.min((megabytes << 20) / row.length, 6_000_000)));
};

/** The same in the font of a style. */
export const styleBomb = (megabytes: number): Buffer => {
  const [before, after] = [`${XML}<styleSheet xmlns="${MAIN}"><fonts><font><name val="`, '"/></font></fonts></styleSheet>'];
  const styles = Buffer.concat([Buffer.from(before), Buffer.alloc(megabytes << 20, 0x61), Buffer.from(after)]);
  return bookOf('<row r="1"><c r="A1"><v>7</v></c></row>', undefined, [['xl/styles.xml', styles]]);
};
