import { defaultMapping } from '../columns/mapping';
import { jsonLines } from './json-lines';

const read = async (text: string | Buffer, chunk = 7): Promise<readonly string[]> => {
  const all = Buffer.from(text);
  const chunks = async function* () {
    for (let at = 0; at < all.length; at += chunk) yield all.subarray(at, at + chunk);
  };
  let csv = '';
  for await (const part of jsonLines(chunks(), defaultMapping)) csv += part;
  return csv.split('\n').slice(0, -1);
};
const line = (said: object) => `${JSON.stringify(said)}\n`;

describe('JSON lines', () => {
  it('have the columns of the first thousand lines; what a line leaves out is blank', async () => {
    expect(await read(line({ a: '1' }) + line({ b: '2', a: '3' }) + line({ c: null }))).toEqual([
      'a,b,c,死亡日期',
      '1,,,',
      '3,2,,',
      ',,,',
    ]);
  });

  it('keep each line on its row, blank and unreadable ones too, also before the first object', async () => {
    const rows = await read(`\n[1]\n${line({ a: '1' })}{"a":\n${line({ a: '2' })}`);
    expect(rows).toEqual(['', '\u0002', 'a,死亡日期', '1,', '\u0002', '2,']);
    expect(await read('\n'.repeat(2_500) + line({ a: '1' }), 1_000)).toEqual([
      ...Array<string>(2_500).fill(''),
      'a,死亡日期',
      '1,',
    ]);
  });

  it('of which a column first stands behind them are told apart by the heading', async () => {
    const rows = await read(line({ a: '1' }).repeat(1_000) + line({ a: '2', b: '3' }), 5_000);
    expect([rows[0], rows.at(-1), rows.length]).toEqual(['a,死亡日期', '2,', 1_002]);
    const wide = await read(line({ a: 'x'.repeat(1 << 20) }) + line({ a: '2', b: '3' }), 50_000);
    expect([wide[0], wide.at(-1)]).toEqual(['a,死亡日期', '2,']);
  });

  it('without any object have no heading', async () => expect(await read('1\n\n')).toEqual(['\u0002', '']));
});
