import type { RecordAccess } from '@xianjie/access';
import type { ResolveIdentity } from '@xianjie/casework';
import { FixedClock, Today } from '@xianjie/log';
import type { EventLog } from '@xianjie/log';
import { readDivisionTable } from '@xianjie/sources';
import type { Request } from 'express';
import { IdentityReviewsController } from './identity-reviews.controller';

const request = {
  originalUrl: '/api/v1/identity-reviews?status=open',
  headers: { 'x-xianjie-official': 'u-7' },
} as unknown as Request;
const review = {
  ...{ id: 'r-1', household: 'h-1', county: '530124', status: 'open' },
  people: [
    { person: 'p-1', names: ['李春花'], idNos: ['53012419610517002X', '530124610517002'], households: ['h-1'] },
    { person: 'p-2', names: ['李春华'], idNos: [], households: ['h-2'] },
  ],
};

describe('identity reviews, asked of the offices’ API', () => {
  const listed: unknown[] = [];
  const pages: object[][] = [];
  const settled: object[] = [];
  const accessed: object[] = [];
  const answers: object[] = [];
  const controller = new IdentityReviewsController(
    {
      list: async (...of: unknown[]) => {
        listed.push(of);
        return pages.shift() ?? [review];
      },
      settle: async (asked: object) => {
        settled.push(asked);
        return answers.shift();
      },
    } as unknown as ResolveIdentity,
    { shards: async () => ['45', '53'] } as unknown as EventLog,
    new Today(new FixedClock('2017-03-20T00:00:00Z')),
    { accessed: async (_: object, said: object) => void accessed.push(said) } as unknown as RecordAccess,
    readDivisionTable(),
  );
  beforeEach(() => void [listed, settled, accessed, answers].forEach((one) => one.splice(0)));

  it('are those that are open, of every shard, unless another state is asked for', async () => {
    await controller.list({}, request);
    await controller.list({ status: 'same' }, request);
    expect(listed).toEqual([
      ...['45', '53'].map((shard) => [shard, { status: 'open', limit: 100 }]),
      ...['45', '53'].map((shard) => [shard, { status: 'same', limit: 100 }]),
    ]);
  });

  it('come in pages over all shards, and a page that is full says after which the next begins', async () => {
    pages.push(
      [
        { ...review, id: 'r-1' },
        { ...review, id: 'r-4' },
      ],
      [{ ...review, id: 'r-2' }],
    );
    const first = await controller.list({ limit: '2', after: 'r-0' }, request);
    expect(first).toMatchObject({ reviews: [{ id: 'r-1' }, { id: 'r-2' }], next: 'r-2' });
    expect(listed).toEqual(['45', '53'].map((shard) => [shard, { status: 'open', limit: 2, after: 'r-0' }]));
    expect(accessed).toMatchObject([{ rows: 2 }]);
    pages.push([{ ...review, id: 'r-4' }], []);
    expect(await controller.list({ limit: '2', after: 'r-2' }, request)).toMatchObject({ reviews: [{ id: 'r-4' }], next: null });
  });

  it('of a county are those of every code that it ever had', async () => {
    await controller.list({ county: '530115' }, request);
    expect(listed[0]).toEqual(['45', { status: 'open', limit: 100, counties: expect.arrayContaining(['530115', '530122']) }]);
  });

  it('show no number whole, and it is recorded whom they showed', async () => {
    const { reviews } = await controller.list({}, request);
    expect(reviews[0]!.people.map(({ idNos }) => idNos)).toEqual([['530124********002X', '530124*****7002'], []]);
    expect(reviews[0]).toMatchObject({ id: 'r-1', people: [{ names: ['李春花'] }, { names: ['李春华'] }] });
    expect(accessed).toEqual([
      {
        ...{ what: 'identity-reviews', asked: '/identity-reviews?status=open', rows: 2 },
        ...{ households: ['h-1'], persons: ['p-1', 'p-2'] },
      },
    ]);
  });

  it('are settled where they are, by whoever is named, once for each key', async () => {
    answers.push({ outcome: 'refused', because: 'unknown-review' }, { outcome: 'accepted', events: 1, households: ['h-1'] });
    const said = { verdict: 'same', candidate: 'p-2' };
    expect(await controller.settle('r-1', said, request, 'k-1')).toMatchObject({ outcome: 'accepted', events: 1 });
    expect(settled).toEqual(
      ['45', '53'].map((shard) => ({
        ...{ id: 'r-1', shard, ...said, on: '2017-03-20', actor: 'u-7', token: 'nobody', commandId: 'identity:r-1:k-1' },
      })),
    );
  });

  it('that are nowhere are not found; a refusal is one of the first shard that knows the review', async () => {
    const unknown = { outcome: 'refused', because: 'unknown-review' };
    answers.push(unknown, unknown);
    await expect(controller.settle('r-1', { verdict: 'different' }, request, undefined)).rejects.toMatchObject({ status: 404 });
    answers.push({ outcome: 'refused', because: 'review-already-settled' }, unknown);
    await expect(controller.settle('r-1', { verdict: 'different' }, request, undefined)).rejects.toMatchObject({
      ...{ status: 409, code: 'review-already-settled' },
    });
    expect(settled).toHaveLength(3);
    const [first, second] = settled as { commandId: string }[];
    expect(first!.commandId).toBe(second!.commandId);
    expect((settled[2] as { commandId: string }).commandId).not.toBe(first!.commandId);
  });
});
