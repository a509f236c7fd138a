import { copiedToFold } from './postgres-copied-events';
import { cutBeforeLastStream, endedAt } from './postgres-copied-page';

// Pages as Postgres sends them: the columns of COLUMNS_TO_FOLD.

const field = (value: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(value.length);
  return Buffer.concat([length, value]);
};
const integer = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const rowOf = (stream: string, version: number): Buffer =>
  Buffer.concat([
    Buffer.from([0, 8]),
    ...[
      Buffer.from(stream),
      Buffer.concat([integer(0), integer(version)]),
      integer(version),
      Buffer.alloc(16, version),
      ...['household.renamed', '00ff', '530124'].map((text) => Buffer.from(text)),
      Buffer.alloc(version, 7),
    ].map(field),
  ]);
const pageOf = (...rows: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8), ...rows, Buffer.from([0xff, 0xff])]);
const streamsIn = (page: Buffer) =>
  [...copiedToFold(page)].map(({ stream, events }) => [stream, ...events.map(({ version }) => version)]);

describe('a page of streams', () => {
  const page = () => pageOf(rowOf('h-1', 1), rowOf('h-1', 2), rowOf('h-2', 1), rowOf('h-2', 2), rowOf('h-2', 3));

  it('is read whole', () => expect(streamsIn(page())).toEqual([['h-1', 1, 2], ['h-2', 1, 2, 3]])); // prettier-ignore

  it('is cut before its last stream', () => {
    const full = page();
    const { at, ...cut } = cutBeforeLastStream(full);
    expect(cut).toEqual({ events: 5, last: 'h-2', lastWhole: 'h-1' });
    expect(streamsIn(endedAt(full, at))).toEqual([['h-1', 1, 2]]);
  });

  it('of one stream has none before it', () =>
    expect(cutBeforeLastStream(pageOf(rowOf('h-1', 1), rowOf('h-1', 2)))).toMatchObject({ last: 'h-1', lastWhole: null }));

  it('may be empty', () => {
    expect(cutBeforeLastStream(pageOf())).toMatchObject({ events: 0, last: null, lastWhole: null });
    expect(streamsIn(pageOf())).toEqual([]);
  });
});
