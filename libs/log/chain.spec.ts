import { linkOf, sm3 } from './chain';

const chained = {
  position: { shard: '53', number: 7 },
  stream: 'h-1',
  version: 3,
  id: '018f0000-0000-7000-8000-000000000001',
  type: 'household.poverty-exited',
  schema: '0123456789abcdef',
  effectiveOn: '2016-12-31',
  recordedAt: '2017-01-03T01:02:03.456Z',
  origin: 'change',
  source: 'file:3b1f#脱贫户!12',
  county: '530124',
  commandId: '018f0000-0000-7000-8000-000000000002',
} as const;
const previous = Buffer.from(Array.from({ length: 32 }, (_, i) => i));

describe('the link of an event', () => {
  // Computed by a dozen lines of Python with hashlib's sm3 (ADR 3): the stored format, which no later version may change.
  it('is what another program computes from ADR 3', () =>
    expect(linkOf(previous, sm3(Buffer.from('户')), chained).toString('hex')).toBe(
      'c66c8c04adc2f6311635a735f50b22f43dede1004a80e1039fd934154f03ff5c',
    ));

  it('tells two events apart whose fields only differ in where one ends', () => {
    const [left, right] = [
      { ...chained, stream: 'h-12', commandId: 'x' },
      { ...chained, stream: 'h-1', commandId: '2x' },
    ];
    expect(linkOf(previous, previous, left)).not.toEqual(linkOf(previous, previous, right));
  });

  it('has room for a source of any length', () => {
    // Of one length, so that only their last characters tell them apart.
    const ending = (last: string) => linkOf(previous, previous, { ...chained, source: '户'.repeat(10_000) + last });
    expect(ending('1')).not.toEqual(ending('2'));
  });
});
