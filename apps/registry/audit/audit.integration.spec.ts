import { EventLog } from '@xianjie/log';
import { PostgresReplays } from '@xianjie/read-models';
import { Pool } from 'pg';
import { aRegistry } from '../registry.fixture';
import { ReplayWorker } from './replay-worker';

describe('what an auditor asks of the offices’ API', () => {
  const { app, call } = aRegistry();
  type Accesses = Readonly<{ accesses: readonly { position: string }[]; next: string | null }>;
  const page = async (query: string) => (await call(`/api/v1/audit/accesses?${query}`)).body as Accesses;
  const accesses = async (query: string) => (await page(query)).accesses;

  it('records who looked before it answers, and says so to an auditor', async () => {
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const [{ position: before = '53:0' } = {}] = (await accesses('limit=1000')).slice(-1);
    await call('/api/v1/households?division=53', {
      headers: { 'x-purpose': encodeURIComponent('信访'), 'x-xianjie-official': 'u-7' },
    });
    await call('/api/v1/identity-reviews');
    const since = await accesses(`after=${before}&from=${day}&to=${day}&operator=operator`);
    expect(since).toMatchObject([
      {
        ...{ type: 'DataAccessed', what: 'household-search', asked: '/households?division=53', rows: 0, on: day },
        ...{ operator: 'operator', official: 'u-7', purpose: '信访' },
      },
      { what: 'identity-reviews', official: null, purpose: null },
    ]);
    expect(await accesses('operator=somebody-else')).toEqual([]);
    expect((await call('/api/v1/audit/accesses?person=p-none')).body).toMatchObject({ status: 404, code: 'not-found' });
    const [first] = await accesses('limit=1');
    expect(await page('limit=1')).toEqual({ accesses: [first], next: first!.position });
    expect(await page(`after=${since[1]!.position}`)).toEqual({ accesses: [], next: null });
    for (const another of ['from=2999-01-01', 'to=2016-12-31']) expect(await accesses(another)).toEqual([]);
  });

  it('replays the log into views of their own, and compares them with the live ones', async () => {
    const started = await call('/api/v1/audit/replays', {
      method: 'POST',
      body: { into: 'audit-1', to: '53:2', purpose: 'spec' },
    });
    expect(started).toMatchObject({ status: 202, body: { id: 'audit-1', asked: { purpose: 'spec', worker: 'hub' } } });
    await app().get(ReplayWorker).take('audit-1');
    const { body } = await call('/api/v1/audit/replays/audit-1');
    expect(body).toMatchObject({ status: 'done', households: 0, madeWith: { policyPacks: expect.any(Array) } });
    expect((body.madeWith as { policyPacks: object[] }).policyPacks).toHaveLength(2);
    expect((await call('/api/v1/audit/replays/audit-1/diff')).body).toMatchObject({ differing: 0 });
    expect(await call('/api/v1/audit/replays', { method: 'POST', body: { into: 'audit-1' } })).toMatchObject({
      ...{ status: 409, body: { code: 'replay-name-taken' } },
    });
    for (const asked of ['/overlap?division=530000&at=2016-12-31&', '/households?', '/discrepancies?status=open&']) {
      expect((await call(`/api/v1${asked}replay=audit-1`)).status).toBe(200);
      expect((await call(`/api/v1${asked}replay=nobody`)).body).toMatchObject({ code: 'no-such-replay' });
    }
    expect((await call('/api/v1/audit/replays/audit-1', { method: 'DELETE' })).status).toBe(200);
  });

  it('folds a past day of a county from the log, and says what a province would need', async () => {
    const { body } = await call('/api/v1/overlap?division=530124&at=2016-12-31&knownOn=2017-01-31');
    expect(body).toMatchObject({ basis: 'log', exact: true, knownOn: '2017-01-31', registryPersons: 0 });
    const wide = await call('/api/v1/overlap?division=530000&at=2016-12-31');
    const make = { effectiveOn: '2016-12-31' };
    expect(wide.body).toMatchObject({ basis: 'views', exact: false, replay: null, replayToMake: make });
    expect((await call('/api/v1/overlap?division=530000&at=2016-12-31&knownOn=2017-01-31')).body).toMatchObject({
      code: 'too-wide-for-one-call',
      detail: expect.stringContaining('{"effectiveOn":"2016-12-31","to":"2017-01-31"}'),
    });
    // What it says to make is found by itself once it is done.
    const made = await call('/api/v1/audit/replays', { method: 'POST', body: make });
    const { id } = made.body as { id: string };
    await app().get(ReplayWorker).take('nobody');
    expect((await call('/api/v1/overlap?division=530000&at=2016-12-31')).body).toMatchObject({
      ...{ basis: 'replay', exact: true, replay: id, replayToMake: null },
    });
    expect((await call('/api/v1/overlap?division=530000&at=2016-11-30')).body).toMatchObject({ basis: 'views', exact: false });
    const named = await call(`/api/v1/overlap?division=530000&at=2016-11-30&replay=${id}`);
    expect(named.body).toMatchObject({ basis: 'replay', exact: false, replayToMake: { effectiveOn: '2016-11-30' } });
    expect((await call('/api/v1/households?division=530124&effectiveOn=2016-12-31')).body).toMatchObject({
      households: [],
      next: null,
    });
  });

  it('calls no answer for a province exact that a replay of one county gives', async () => {
    const body = { into: 'one-county', county: '530124', effectiveOn: '2016-10-31' };
    await call('/api/v1/audit/replays', { method: 'POST', body });
    await app().get(ReplayWorker).take('nobody');
    const asked = '/api/v1/overlap?division=530000&at=2016-10-31&replay=one-county';
    expect((await call(asked)).body).toMatchObject({ basis: 'replay', exact: false });
  });

  it('goes on, when it starts, with the replays that a crash interrupted', async () => {
    const replays = app().get(PostgresReplays);
    await replays.open(app().get(EventLog), 'interrupted', { worker: 'hub' });
    await replays.open(app().get(EventLog), 'of-a-command', {});
    await app().get(ReplayWorker).onApplicationBootstrap();
    await app().get(ReplayWorker).take('nobody');
    expect((await replays.show('interrupted')).status).toBe('done');
    expect((await replays.show('of-a-command')).status).toBe('interrupted');
  });

  it('verifies the chain, and names the first position that was altered', async () => {
    const { body } = await call('/api/v1/audit/verify');
    expect(body).toMatchObject({ intact: true, shards: [{ shard: '53', firstBad: null }] });
    await app().get(Pool).query("update log.events set source = source || '!' where number = 2");
    expect(await call('/api/v1/audit/verify?shard=54')).toMatchObject({ status: 404 });
    expect((await call('/api/v1/audit/verify?shard=53&from=1')).body).toMatchObject({
      intact: false,
      shards: [{ firstBad: '53:2', because: 'chain-broken' }],
    });
    expect((await call('/api/v1/audit/verify?to=1')).body).toMatchObject({ intact: true });
    await app().get(Pool).query("update log.events set source = rtrim(source, '!') where number = 2");
  });

  it('calls nothing intact where there is nothing to verify', async () => {
    expect(await call('/api/v1/audit/verify?from=2&to=1')).toMatchObject({
      ...{ status: 400, body: { code: 'invalid-request', errors: [{ field: 'from' }] } },
    });
    expect(await call('/api/v1/audit/verify?from=1000000')).toMatchObject({
      ...{ status: 404, body: { code: 'not-found', detail: expect.stringContaining('shard 53 ends at ') } },
    });
    expect((await call('/api/v1/audit/verify?from=2&to=2')).body).toMatchObject({ intact: true });
  });
});
