import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import { aHistory, enrolled } from '../history.fixture';
import { AsOfReplays, replayToMake } from './as-of-replay';
import type { PostgresReplays } from './postgres-replays';
import type { Replay, ReplayAsked } from './replay';

const AT = '2016-06-30' as const;
const whole = { household: null, county: null, types: [], effectiveOn: AT, topic: null };

describe('the replay that says what is asked of a province', () => {
  const clock = new FixedClock('2016-07-01T00:00:00Z');
  const log = new InMemoryEventLog(clock);
  let shard: string;
  let first: number;
  let last: number;

  beforeAll(async () => {
    const { record } = aHistory(log);
    await record('h-1', enrolled('53012400001', ['p-1']));
    [shard] = (await log.shards()) as [string];
    first = (await log.head(shard)).number;
    clock.set('2016-09-01T00:00:00Z');
    await record('h-2', enrolled('53012400002', ['p-2']));
    last = (await log.head(shard)).number;
  });

  const found = (said: Partial<ReplayAsked>, from: number, to: number, knownOn: '2016-08-01' | null = null, status = 'done') => {
    const one = { name: 'r', status, asked: { ...whole, ...said, ranges: [{ shard, from, to }] } } as unknown as Replay;
    const replays = { list: async () => [one] } as unknown as PostgresReplays;
    return new AsOfReplays(replays, log, async () => last).find({ effectiveOn: AT, knownOn });
  };

  it('is one of the whole log as effective on the day, up to what is known', async () => {
    expect(await found({}, 1, last)).toBe('r');
    expect(await found({}, 1, first)).toBeNull();
    expect(await found({}, 1, first, '2016-08-01')).toBe('r');
    expect(await found({}, 1, last, '2016-08-01')).toBeNull();
    expect(await found({}, 2, last)).toBeNull();
  });

  it.each<[string, Partial<ReplayAsked>]>([
    ['as effective on another day', { effectiveOn: '2016-05-31' }],
    ['of a county', { county: '530124' }],
    ['of some types', { types: ['dibao.enrolled'] }],
    ['onto a topic', { topic: 't' }],
  ])('is none %s, nor one that is not done', async (_, said) => {
    expect(await found(said, 1, last)).toBeNull();
    expect(await found({}, 1, last, null, 'paused')).toBeNull();
  });

  it('can be made by what the answer says', () => {
    expect(replayToMake({ effectiveOn: AT, knownOn: null })).toEqual({ effectiveOn: AT });
    expect(replayToMake({ effectiveOn: AT, knownOn: '2016-08-01' })).toMatchObject({ to: '2016-08-01' });
  });
});
