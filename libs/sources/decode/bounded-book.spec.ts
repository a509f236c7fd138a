import { bookOf, stringBomb } from '../../../test/faults/hostile/books';
import { xlsxSheets } from './xlsx';

async function* bytesOf(book: Buffer): AsyncIterable<Buffer> {
  yield book;
}
const linesIn = async (book: Buffer): Promise<string> => {
  let text = '';
  for await (const { lines } of xlsxSheets(bytesOf(book))) for await (const line of lines) text += line;
  return text;
};

describe('a book', () => {
  it('is read when its texts are of a size', async () => {
    expect(await linesIn(stringBomb(1))).toHaveLength((1 << 20) + 1);
    expect(await linesIn(bookOf('<row r="1"><c r="A1"><v>7</v></c></row>'))).toContain('7');
  });

  it('is given up when it unpacks to more text than is read', async () => {
    await expect(linesIn(stringBomb(140))).rejects.toThrow('unpacks to more text');
  }, 60_000);
});
