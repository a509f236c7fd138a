import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { HouseholdEventCodec } from '@xianjie/contracts';
import type { HouseholdEvent } from '@xianjie/domain';
import { EventLog } from '@xianjie/log';
import { PostgresReplays } from '@xianjie/read-models';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { v7 } from 'uuid';
import { ReplayWorker } from './audit/replay-worker';

const TOKEN = 'a-token-of-the-spec';
const RETRACTION = { type: 'Retract', ofEvent: 'e', reason: 'r' };

type Answer = Readonly<{ status: number; type: string; body: Record<string, unknown> }>;

describe('the offices’ API', () => {
  let database: TestDatabase;
  let app: NestExpressApplication;
  const dir = mkdtempSync(join(tmpdir(), 'registry-'));
  const before = { ...process.env };

  beforeAll(async () => {
    database = await createHubDatabase();
    writeFileSync(join(dir, 'token'), TOKEN);
    Object.assign(process.env, {
      XIANJIE_DATABASE_URL: database.url,
      XIANJIE_DATA_DIR: dir,
      XIANJIE_TOKEN_FILE: join(dir, 'token'),
      XIANJIE_MASTER_KEY_FILE: join(dir, 'master.key'),
      XIANJIE_SIGNING_KEY_FILE: join(dir, 'signing.key'),
      XIANJIE_PROVINCE: '53',
      XIANJIE_SCHEDULER_SECONDS: '0',
      // Nobody listens there: what belongs to intake must say so.
      XIANJIE_INTAKE_URL: 'http://127.0.0.1:9',
    });
    // The module reads its settings when it is loaded.
    const { readConfig } = await import('./config');
    const { createRegistry } = await import('./registry-app');
    app = await createRegistry(readConfig());
    await app.listen(0, '127.0.0.1');
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    process.env = before;
    rmSync(dir, { recursive: true, force: true });
    await database?.drop();
  });

  const call = async (
    path: string,
    {
      method = 'GET',
      body,
      token = TOKEN,
      headers = {},
    }: { method?: string; body?: unknown; token?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      type,
      body: type.includes('json') ? (JSON.parse(text) as Record<string, unknown>) : { text },
    };
  };

  const accesses = async (query: string) =>
    (await call(`/api/v1/audit/accesses?${query}`)).body.accesses as readonly { position: string }[];

  it('reads a body of whatever name JSON has, and hands files on for as long as they come', async () => {
    for (const type of ['Application/JSON', 'application/vnd.api+json; charset=utf-8']) {
      const { port } = app.getHttpServer().address() as AddressInfo;
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/exit-lists/530102/2016/build`, {
        ...{ method: 'POST', body: '{"on":"someday"}', headers: { authorization: `Bearer ${TOKEN}`, 'content-type': type } },
      });
      expect([type, answer.status]).toEqual([type, 400]);
    }
    expect((app.getHttpServer() as Server).requestTimeout).toBeGreaterThan(3_600_000);
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

  it('describes every call that interfaces.md names and this version has', async () => {
    const { paths } = (await call('/api/docs-json')).body as { paths: Record<string, object> };
    const list = '/api/v1/exit-lists/{county}/{year}';
    const acts = ['freeze', 'sign', 'deliver', 'acknowledge', 'reject', 'dispatch', 'items/{item}/outcome', 'document'];
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        ...[
          '/api/v1/reports',
          '/api/v1/households',
          '/api/v1/households/{id}',
          '/api/v1/households/{id}/events',
          '/api/v1/overlap',
        ],
        ...['/api/v1/discrepancies', '/api/v1/exit-lists', list, ...acts.map((act) => `${list}/${act}`)],
        ...['/api/v1/audit/verify', '/api/v1/audit/replays', '/api/v1/audit/replays/{id}', '/api/v1/audit/replays/{id}/diff'],
        ...['/api/v1/parked', '/api/v1/parked/{id}', '/api/v1/parked/{id}/retry', '/api/v1/parked/{id}/discard'],
        ...['/api/v1/audit/accesses', '/api/v1/persons/{id}/erase'],
        ...['/api/v1/identity-reviews', '/api/v1/identity-reviews/{id}', '/api/v1/reviews', '/api/v1/reviews/{id}/complete'],
      ]),
    );
  });

  it('describes each part of a call’s path, so that a client can be made from the description', async () => {
    type Described = Record<string, Record<string, { parameters?: readonly { name: string; in: string }[] }>>;
    const { paths } = (await call('/api/docs-json')).body as { paths: Described };
    const parts = Object.entries(paths).flatMap(([path, calls]) =>
      Object.entries(calls).map(([method, { parameters = [] }]) => {
        const described = parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`);
        return { call: `${method} ${path}`, lacks: (path.match(/\{\w+\}/g) ?? []).filter((part) => !described.includes(part)) };
      }),
    );
    expect(parts.length).toBeGreaterThan(40);
    expect(parts.filter(({ lacks }) => lacks.length > 0)).toEqual([]);
  });

  it('describes the problem that every call may answer, as it is answered', async () => {
    type Described = Readonly<{
      paths: Record<string, Record<string, { responses: Record<string, object> }>>;
      components: { schemas: { Problem: { required: readonly string[]; properties: object } } };
    }>;
    const { paths, components } = (await call('/api/docs-json')).body as Described;
    const problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
    for (const one of Object.values(paths).flatMap((calls) => Object.values(calls)))
      expect(one.responses).toMatchObject({ 401: problem, default: problem });
    const { required, properties } = components.schemas.Problem;
    const wrong = (await call('/api/v1/overlap?division=530000&at=2016-02-30')).body as Record<string, unknown>;
    for (const body of [wrong, (await call('/api/v1/households/h-none')).body]) {
      expect(Object.keys(body)).toEqual(expect.arrayContaining([...required]));
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(body)));
    }
    expect(wrong).toHaveProperty('errors');
  });

  it('describes who acts and the idempotency key where something is done, and nowhere else', async () => {
    type Described = Record<string, Record<string, { parameters?: readonly { name: string; in: string }[] }>>;
    const { paths } = (await call('/api/docs-json')).body as { paths: Described };
    const headers = (path: string, method: string): string[] =>
      (paths[`/api/v1${path}`]?.[method]?.parameters ?? []).filter((one) => one.in === 'header').map(({ name }) => name);
    const [who, once] = ['x-xianjie-official', 'idempotency-key'];
    expect(headers('/households/{id}/decisions', 'post').sort()).toEqual([once, who]);
    expect(headers('/exit-lists/{county}/{year}/sign', 'post')).toEqual([who]);
    expect(headers('/parked/{id}/discard', 'post')).toEqual([who]);
    expect(
      Object.entries(paths).flatMap(([path, { get }]) => (get?.parameters?.some((one) => one.in === 'header') ? [path] : [])),
    ).toEqual([]);
  });

  it('says of a refusal what would have to be so', async () => {
    const answer = await call('/api/v1/exit-lists/530124/2016/freeze', { method: 'POST', body: {} });
    expect(answer).toMatchObject({ status: 409, body: { code: 'not-open', detail: 'there is no list yet: build it first' } });
  });

  it('puts the province’s policy packs into force before it answers', async () => {
    const { rows } = await app
      .get(Pool)
      .query<{ stream: string }>("select stream from log.events where type = 'policy-pack.activated'");
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ stream }) => stream))).toEqual(new Set(['policy-packs-53']));
  });

  it('takes no decision on a stream that is no household’s', async () => {
    const [activated] = await app.get(EventLog).read('policy-packs-53');
    const body = { ...RETRACTION, ofEvent: activated!.id };
    expect(await call('/api/v1/households/policy-packs-53/decisions', { method: 'POST', body })).toMatchObject({ status: 404 });
  });

  it.each<[string, string, number, string, Parameters<typeof call>[1]]>([
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
    ['reports while intake is away', '/api/v1/reports', 503, 'intake-unavailable', { method: 'POST', body: {} }],
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
    expect((await accesses('limit=1')).length).toBe(1);
  });

  it('counts nobody in an empty province, and gives no rate', async () => {
    expect((await call('/api/v1/overlap?division=530000&at=2016-12-31')).body).toMatchObject({
      dibaoPersons: 0,
      registryPersons: 0,
      shareOfDibao: null,
    });
  });

  it('replays the log into views of their own, and compares them with the live ones', async () => {
    const started = await call('/api/v1/audit/replays', {
      method: 'POST',
      body: { into: 'audit-1', to: '53:2', purpose: 'spec' },
    });
    expect(started).toMatchObject({ status: 202, body: { id: 'audit-1', asked: { purpose: 'spec', worker: 'hub' } } });
    await app.get(ReplayWorker).take('audit-1');
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
    await app.get(ReplayWorker).take('nobody');
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
    await app.get(ReplayWorker).take('nobody');
    const asked = '/api/v1/overlap?division=530000&at=2016-10-31&replay=one-county';
    expect((await call(asked)).body).toMatchObject({ basis: 'replay', exact: false });
  });

  it('says of a day before every policy pack that it is the caller’s, and shows a card of that day without what a pack would ask', async () => {
    const codec = app.get(HouseholdEventCodec);
    const subject = { householdId: 'h-before-packs', county: '530124' };
    const nothing = { members: [], head: null, identifiedOn: null, isBackfill: false };
    const enrolled: HouseholdEvent = {
      ...{ type: 'HouseholdEnrolled', on: '2012-01-01', registryNo: '1', division: '530124101001', ...nothing },
      attributes: {
        ...{ dataYear: null, householdAttribute: null, mainCause: null, otherCauses: [], identificationStandard: null },
        ...{ perCapitaNetIncomeFen: null, guarantees: null, score: null, monitoredType: null, riskRemoved: null },
        declaredSize: null,
      },
    };
    const exited: HouseholdEvent = {
      ...{ type: 'PovertyExited', on: '2013-11-15', exitYear: 2013, decidedOn: '2013-11-15', unplanned: true, exitPath: null },
      ...{ perCapitaNetIncomeFen: null, guarantees: null, continuedPolicies: true },
    };
    const events = [enrolled, exited].map((event) => ({
      ...{ id: v7(), ...codec.encode(event, subject), effectiveOn: event.on, origin: 'change' as const, source: 'spec' },
      county: subject.county,
    }));
    const streams = [{ stream: subject.householdId, expectedVersion: 0, events }];
    await app.get(EventLog).append({ shard: '53', commandId: v7(), streams });
    expect(await call('/api/v1/households/h-before-packs?effectiveOn=2013-12-31')).toMatchObject({
      ...{ status: 200, body: { card: { registration: { status: 'EXITED' } }, afterExit: [] } },
    });
    const settling = { type: 'SettleDifference', on: '2013-12-31', differenceId: 'd', reason: 'r' };
    expect(await call('/api/v1/households/h-before-packs/decisions', { method: 'POST', body: settling })).toMatchObject({
      ...{ status: 422, body: { code: 'no-policy-in-force', detail: expect.stringContaining('2013-12-31') } },
    });
  });

  it('gives a key’s first answer to the same decision only: another body under it is none that was taken (S-15)', async () => {
    const [enrolled, exited] = await app.get(EventLog).read('h-before-packs');
    const decide = (household: string, body: object) =>
      call(`/api/v1/households/${household}/decisions`, { method: 'POST', body, headers: { 'idempotency-key': 'key-1' } });
    const retracting = { type: 'Retract', ofEvent: exited!.id, reason: 'another family' };
    const first = await decide('h-before-packs', retracting);
    expect(first).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
    expect(await decide('h-before-packs', retracting)).toEqual(first);
    const others: [string, object][] = [
      ['h-before-packs', { ...retracting, reason: 'a slip' }],
      ['h-before-packs', { ...retracting, ofEvent: enrolled!.id }],
      ['h-another', retracting],
    ];
    for (const [household, body] of others)
      expect(await decide(household, body)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    // Nor does a key of one call answer another.
    const completing = { household: 'h-before-packs', caseKey: 'c', outcome: 'KEEP', accountability: {} };
    const headers = { 'idempotency-key': 'key-1' };
    expect(await call('/api/v1/reviews/r-1/complete', { method: 'POST', body: completing, headers })).toMatchObject({
      ...{ status: 422, body: { code: 'idempotency-key-reused' } },
    });
  });

  it('goes on, when it starts, with the replays that a crash interrupted', async () => {
    const replays = app.get(PostgresReplays);
    await replays.open(app.get(EventLog), 'interrupted', { worker: 'hub' });
    await replays.open(app.get(EventLog), 'of-a-command', {});
    await app.get(ReplayWorker).onApplicationBootstrap();
    await app.get(ReplayWorker).take('nobody');
    expect((await replays.show('interrupted')).status).toBe('done');
    expect((await replays.show('of-a-command')).status).toBe('interrupted');
  });

  it('verifies the chain, and names the first position that was altered', async () => {
    const { body } = await call('/api/v1/audit/verify');
    expect(body).toMatchObject({ intact: true, shards: [{ shard: '53', firstBad: null }] });
    await app.get(Pool).query("update log.events set source = source || '!' where number = 2");
    expect(await call('/api/v1/audit/verify?shard=54')).toMatchObject({ status: 404 });
    expect((await call('/api/v1/audit/verify?shard=53&from=1')).body).toMatchObject({
      intact: false,
      shards: [{ firstBad: '53:2', because: 'chain-broken' }],
    });
    await app.get(Pool).query("update log.events set source = rtrim(source, '!') where number = 2");
  });

  it('shows what is parked and asks the projector to try again; discards only what holds a lane up, with a reason in the log', async () => {
    const pool = app.get(Pool);
    await pool.query("insert into messaging.parked_lanes (consumer, lane) values ('household', 'h-1')");
    for (const [offset, code] of [
      [5, 'not-an-event'],
      [7, null],
    ])
      await pool.query(
        `insert into messaging.parked_messages (consumer, lane, topic, partition, message_offset, headers, fault_code, fault_message)
         values ('household', 'h-1', 'xianjie.household.events', 3, $1, '{"ce_id":"e","ce_type":"household.enrolled"}', $2, $2)`,
        [offset, code],
      );
    const listed = await call('/api/v1/parked?household=h-1');
    expect(listed.body).toMatchObject({
      counts: { lanes: 1, messages: 2 },
      parked: [{ lane: 'h-1', code: 'not-an-event', waiting: 2, eventType: 'household.enrolled', offset: '5' }],
    });
    const id = (listed.body.parked as { id: string }[])[0]!.id;
    const { messages } = (await call(`/api/v1/parked/${id}`)).body as { messages: { id: string; offset: string }[] };
    expect(messages.map(({ offset }) => offset)).toEqual(['5', '7']);
    expect((await call(`/api/v1/parked/${id}/retry`, { method: 'POST', body: {} })).status).toBe(202);
    const because = { reason: 'sent by mistake', on: '2016-07-01' };
    const behind = await call(`/api/v1/parked/${messages[1]!.id}/discard`, { method: 'POST', body: because });
    expect(behind).toMatchObject({ status: 409, body: { code: 'waits-behind-another' } });
    const discarded = await call(`/api/v1/parked/${id}/discard`, { method: 'POST', body: because });
    expect(discarded).toMatchObject({
      status: 202,
      body: { recordedAs: 'MessageDiscarded', position: expect.stringMatching(/^53:/) },
    });
    const again = await call(`/api/v1/parked/${id}/discard`, { method: 'POST', body: because });
    expect(again.body).toMatchObject({ position: discarded.body.position });
    expect((await call(`/api/v1/parked/${id}`)).body).toMatchObject({
      discarded: { by: 'operator', reason: 'sent by mistake' },
      retryAskedAt: expect.any(String),
    });
    await pool.query("update messaging.parked_messages set status = 'discarded' where id = $1", [id]);
    expect((await call(`/api/v1/parked/${id}/retry`, { method: 'POST', body: {} })).body).toMatchObject({
      code: 'already-settled',
    });
    expect((await call('/health/ready', { token: 'none' })).body).toMatchObject({ parked: { lanes: 1, messages: 1 } });
    expect((await call('/metrics')).body.text).toContain('xianjie_parked_messages 1');
  });

  it('tells its health and its metrics', async () => {
    expect((await call('/health/ready', { token: 'none' })).status).toBe(200);
    expect((await call('/metrics')).body.text).toContain('xianjie_view_lag_positions');
  });
});
