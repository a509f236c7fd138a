import type { Server } from 'node:http';
import { Pool } from 'pg';
import { RETRACTION, TOKEN, aRegistry } from './registry.fixture';
import type { Call } from './registry.fixture';

describe('the offices’ API', () => {
  const { app, call, url } = aRegistry();

  it('reads a body of whatever name JSON has, and hands files on for as long as they come', async () => {
    for (const type of ['Application/JSON', 'application/vnd.api+json; charset=utf-8']) {
      const answer = await fetch(url('/api/v1/exit-lists/530102/2016/build'), {
        ...{ method: 'POST', body: '{"on":"someday"}', headers: { authorization: `Bearer ${TOKEN}`, 'content-type': type } },
      });
      expect([type, answer.status]).toEqual([type, 400]);
    }
    expect((app().getHttpServer() as Server).requestTimeout).toBeGreaterThan(3_600_000);
  });

  it('takes a body of two megabytes and no more, and none that says to be something else', async () => {
    const path = '/api/v1/exit-lists/530124/2016/reject';
    const rejecting = (bytes: number) => call(path, { method: 'POST', body: { version: 1, reason: 'x'.repeat(bytes) } });
    expect(await rejecting(1_900_000)).toMatchObject({ status: 409, body: { code: 'not-open' } });
    expect(await rejecting(2_200_000)).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
    const headers = { 'content-type': 'text/plain' };
    expect(await call(path, { method: 'POST', body: { version: 1, reason: 'x' }, headers })).toMatchObject({
      ...{ status: 415, body: { code: 'unsupported-media-type' } },
    });
  });

  it('says of a county that nobody knows, and of a text that no text is, that they are the caller’s', async () => {
    expect(await call('/api/v1/exit-lists/000000/2016')).toMatchObject({ status: 404, body: { code: 'unknown-county' } });
    expect(await call('/api/v1/households/h-a%00b')).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    const body = { reason: 'a\u0000b', version: 1 };
    expect(await call('/api/v1/exit-lists/530124/2016/reject', { method: 'POST', body })).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ field: 'reason' }] },
    });
  });

  it('says of a refusal what would have to be so', async () => {
    const answer = await call('/api/v1/exit-lists/530124/2016/freeze', { method: 'POST', body: {} });
    expect(answer).toMatchObject({ status: 409, body: { code: 'not-open', detail: 'there is no list yet: build it first' } });
  });

  it('puts the province’s policy packs into force before it answers', async () => {
    const { rows } = await app()
      .get(Pool)
      .query<{ stream: string }>("select stream from log.events where type = 'policy-pack.activated'");
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ stream }) => stream))).toEqual(new Set(['policy-packs-53']));
  });

  it.each<[string, string, number, string, Parameters<Call>[1]]>([
    ['a wrong token', '/api/v1/households', 401, 'no-valid-token', { token: 'another' }],
    ['a day that does not exist', '/api/v1/overlap?division=530000&at=2016-02-30', 400, 'invalid-request', {}],
    ['tekun in an overlap', '/api/v1/overlap?division=530000&at=2016-12-31&programmes=RURAL,TEKUN', 400, 'invalid-request', {}],
    ['a programme that is none', '/api/v1/overlap?division=530124&at=2016-12-31&programmes=rural', 400, 'invalid-request', {}],
    ['a status that the views do not keep', '/api/v1/discrepancies?status=resolved', 400, 'invalid-request', {}],
    ['a household that nobody knows', '/api/v1/households/h-none', 404, 'not-found', {}],
    ['a stream that is no household’s', '/api/v1/households/policy-packs-53', 404, 'not-found', {}],
    ['the history of such a stream', '/api/v1/households/policy-packs-53/events', 404, 'not-found', {}],
    ['a list that nobody opened', '/api/v1/exit-lists/530124/2016', 404, 'not-found', {}],
    ['an act on a list that is not open', '/api/v1/exit-lists/530124/2016/sign', 409, 'not-open', { method: 'POST', body: {} }],
    [
      'an act without its shape',
      '/api/v1/exit-lists/530124/2016/reject',
      400,
      'invalid-request',
      { method: 'POST', body: { version: 'one' } },
    ],
    ['a decision about nobody', '/api/v1/households/h-none/decisions', 404, 'not-found', { method: 'POST', body: RETRACTION }],
    [
      'an identity review that is not there',
      '/api/v1/identity-reviews/r-none',
      404,
      'not-found',
      { method: 'POST', body: { verdict: 'same' } },
    ],
    ['a replay that is not there', '/api/v1/audit/replays/none', 404, 'no-such-replay', {}],
    [
      'a replay of a range that cannot be read',
      '/api/v1/audit/replays',
      422,
      'replay-unreadable',
      { method: 'POST', body: { from: 'yesterday' } },
    ],
    ['a parked message that is not there', '/api/v1/parked/7', 404, 'not-found', {}],
    ['an id that no parked message has', '/api/v1/parked/x/retry', 404, 'not-found', { method: 'POST', body: {} }],
    ['a discard without a reason', '/api/v1/parked/7/discard', 400, 'invalid-request', { method: 'POST', body: { reason: ' ' } }],
    ...['reports', 'imports', 'persons/p-1/erase'].map((of): [string, string, number, string, Parameters<Call>[1]] => [
      `${of} while intake is away`,
      `/api/v1/${of}`,
      503,
      'intake-unavailable',
      { method: 'POST', body: {} },
    ]),
  ])('answers %s with a problem that has a stable code', async (_, path, status, code, options) => {
    const answer = await call(path, options);
    expect(answer).toMatchObject({ status, body: { status, code, type: `urn:xianjie:problem:${code}` } });
    expect(answer.type).toContain('application/problem+json');
  });

  it.each([
    ['/exit-lists/530124/2025/build', {}],
    ['/households/h-1/decisions', RETRACTION],
    ['/identity-reviews/r-1', { verdict: 'same' }],
  ])('refuses an act of a day to come: %s', async (path, asked) => {
    const answer = await call(`/api/v1${path}`, { method: 'POST', body: { ...asked, on: '2999-01-01' } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'day-in-the-future' } });
  });

  it('names the field that is wrong', async () => {
    const { body } = await call('/api/v1/overlap?division=yunnan&at=2016-01-01');
    expect(body.errors).toEqual([expect.objectContaining({ field: 'division' })]);
  });

  it.each<[string, string, string, object | null]>([
    // A moment that is not understood would be answered as of now; a decision without its field would be another decision.
    ['a misspelt moment', '/households/h-1?knownon=2016-12-31', 'knownon', null],
    ['a misspelt day of an overlap', '/overlap?division=530124&at=2016-12-31&know=2017-01-31', 'know', null],
    ['an act that names an official where none is read', '/households/h-1/decisions', 'by', { ...RETRACTION, by: 'u-7' }],
    ['a field of no act', '/exit-lists/530124/2016/freeze', 'at', { on: '2017-03-20', at: '2017-03-21' }],
  ])('refuses %s, and names it', async (_, path, field, body) => {
    const answer = await call(`/api/v1${path}`, body === null ? {} : { method: 'POST', body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ field }] } });
  });

  it('counts nobody in an empty province, and gives no rate', async () => {
    expect((await call('/api/v1/overlap?division=530000&at=2016-12-31')).body).toMatchObject({
      dibaoPersons: 0,
      registryPersons: 0,
      shareOfDibao: null,
    });
  });

  it('tells its health and its metrics', async () => {
    expect((await call('/health/ready', { token: 'none' })).status).toBe(200);
    expect((await call('/metrics')).body.text).toContain('xianjie_view_lag_positions');
  });
});
