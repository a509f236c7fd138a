import fc from 'fast-check';
import { aFamily } from '../../journeys/families';
import { changed, changes, hostileText, hostileValue, wellFormed } from './hostile-values';
import type { WatchedHub } from './watched-hub';

// JSON bodies, paths and queries. Every answer must be one of the API's own, and the log must hold what the answers say.

const BATCH = 40;
const ID = 'h-01900000-0000-7000-8000-000000000000';
const LIST = '/api/v1/exit-lists/530124/2016';

const aReport = (no: number): object => {
  const { 户编号, village, members } = aFamily({ county: '530124', no: no % 400 });
  const people = members.map(({ 姓名, 证件号码, 性别, 与户主关系 }) => ({
    name: 姓名,
    idNo: 证件号码,
    sex: 性别,
    relation: 与户主关系,
  }));
  return no % 3 === 0
    ? {
        ...{
          system: 'dibao',
          asOf: '2016-12-31',
          division: village,
          caseNo: `53012401${no % 400}`,
          programme: 'RURAL',
          status: 'ACTIVE',
        },
        ...{ class: 'B', mode: 'TIER', monthlyBenefitFen: 8_500 + no, grantedFrom: '2016-01', verifiedOn: '2015-12-10' },
        members: people.map((person) => ({ ...person, covered: true })),
      }
    : {
        ...{
          system: 'registry',
          asOf: '2016-12-31',
          division: village,
          registryNo: 户编号,
          identifiedOn: '2014-03-01',
          status: 'PLANNED',
        },
        ...{
          plannedYear: 2016,
          exitPath: '发展生产',
          attributes: { perCapitaNetIncomeFen: 200_000 + no, otherCauses: ['缺资金'], score: 61 },
        },
        members: people.map((person, at) => ({ ...person, memberNo: `0${at + 1}`, ethnicity: '汉族', phone: '13800000000' })),
      };
};

type Reports = Readonly<{ reports?: readonly Readonly<{ status: string; events: number }>[] }>;

/** The events that the answers name, or -1 where the call was refused whole. */
const post = async (hub: WatchedHub, batch: readonly unknown[]): Promise<Readonly<{ status: number; events: number }>> => {
  const init = { method: 'POST', body: JSON.stringify(batch), headers: { 'content-type': 'application/json' } };
  const { status, body } = await hub.call('/api/v1/reports', init);
  const events = ((body as Reports | null)?.reports ?? []).reduce((sum, { events: count }) => sum + count, 0);
  return { status, events };
};

/** Valid reports with hostile parts; the log grows by exactly what was answered. */
export const hostileReports = async (hub: WatchedHub, cases: number, seed: number): Promise<void> => {
  const todo = fc.sample(fc.tuple(fc.nat(), changes), { numRuns: cases, seed });
  for (let from = 0; from < todo.length; from += BATCH) {
    const batch = todo.slice(from, from + BATCH).map(([no, change]) => changed(aReport(no), change));
    const before = await hub.head();
    const { status, events } = await post(hub, batch);
    const grown = (await hub.head()) - before;
    if (status === 200 && grown === events) continue;
    if (status < 500) {
      hub.found(`reports answered with ${status} and ${events} events, the log grew by ${grown}`, batch);
      continue;
    }
    // Which of them it was; perhaps none by itself.
    const noted = hub.wrong.length;
    for (const one of batch) if ((await post(hub, [one])).status >= 500) hub.found('a report is answered with 5xx', one);
    if (hub.wrong.length === noted) hub.found(`reports are answered with ${status}, none of them alone`, batch);
  }
};

type Call = readonly [method: string, path: (text: string) => string, body: object | null];
const CALLS: readonly Call[] = [
  ['GET', (text) => `/api/v1/households/${text}`, null],
  ['GET', (text) => `/api/v1/households/${text}/events`, null],
  ['GET', (text) => `/api/v1/households/${ID}?knownOn=${text}&effectiveOn=${text}`, null],
  ...['division', 'registryNo', 'caseNo', 'status', 'after', 'limit'].map((name): Call => [
    'GET',
    (text) => `/api/v1/households?${name}=${text}`,
    null,
  ]),
  ...['overlap', 'standards', 'discrepancies', 'reviews', 'backfill', 'identity-reviews', 'exit-lists', 'audit/verify'].flatMap(
    (name): Call[] => [
      ['GET', (text) => `/api/v1/${name}?division=${text}&county=${text}&year=${text}`, null],
      [
        'GET',
        (text) => `/api/v1/${name}?division=530124&year=2016&at=${text}&after=${text}&limit=${text}&status=${text}&rule=${text}`,
        null,
      ],
    ],
  ),
  ['GET', (text) => `/api/v1/exit-lists/${text}/2016`, null],
  ['GET', (text) => `/api/v1/exit-lists/530124/${text}`, null],
  ['GET', (text) => `${LIST}/document?format=${text}&version=${text}`, null],
  ['GET', (text) => `${LIST}/acknowledgement?version=${text}&on=${text}`, null],
  [
    'POST',
    (text) => `/api/v1/households/${text}/decisions`,
    { type: 'OpenReview', caseKey: 'x', basis: 'CADENCE', on: '2016-12-31' },
  ],
  [
    'POST',
    () => `/api/v1/households/${ID}/decisions`,
    { type: 'Suspend', caseKey: 'x', reason: 'y', effectiveMonth: '2016-12', accountability: { investigator: 'a' } },
  ],
  [
    'POST',
    (text) => `/api/v1/reviews/${text}/complete`,
    {
      household: ID,
      caseKey: 'x',
      outcome: 'ADJUST',
      accountability: {},
      adjust: { monthlyBenefitFen: 1, effectiveMonth: '2016-12', trigger: 'INCOME' },
    },
  ],
  ['POST', (text) => `/api/v1/identity-reviews/${text}`, { verdict: 'same', candidate: 'p-1', on: '2016-12-31' }],
  ...['build', 'freeze', 'sign', 'deliver', 'dispatch', 'close'].map((act): Call => [
    'POST',
    () => `/api/v1/exit-lists/530124/1990/${act}`,
    { on: '2016-12-31', by: 'a', version: 1 },
  ]),
  [
    'POST',
    () => `${LIST}/acknowledge`,
    {
      version: 1,
      root: '0'.repeat(64),
      lines: 0,
      seal: { day: '2016-12-31', position: '53:1', link: 'x' },
      signature: { algorithm: 'SM2', value: 'x', publicKey: 'x', keyId: 'x' },
    },
  ],
  ['POST', () => `${LIST}/reject`, { version: 1, reason: 'x' }],
  ['POST', (text) => `${LIST}/items/${text}/outcome`, { outcome: 'KEPT', reason: 'x', reviewId: null }],
  ['POST', (text) => `/api/v1/imports?source=poverty&asOf=${text}&encoding=${text}&scope=${text}`, { mapping: 'columns: {}' }],
  ['POST', () => '/api/v1/imports?source=dibao', { mapping: 'columns:\n  姓名: 名字\n' }],
  ['GET', (text) => `/api/v1/imports/${text}`, null],
  ['GET', (text) => `/api/v1/imports/${text}/rejects?format=${text}`, null],
  ...['start', 'confirm', 'undo'].map((act): Call => ['POST', (text) => `/api/v1/imports/${text}/${act}`, {}]),
];

/** Half a surrogate pair cannot stand in an address: it becomes what a careless program makes of it. */
const inAddress = (text: string): string => encodeURIComponent(wellFormed(text).slice(0, 2_000));

/** Every call with hostile paths, queries, bodies and headers. */
export const hostileCalls = async (hub: WatchedHub, cases: number, seed: number): Promise<void> => {
  const todo = fc.sample(fc.tuple(fc.nat(), hostileText, changes, hostileValue, fc.nat({ max: 9 })), { numRuns: cases, seed });
  const one = async ([at, text, change, value, how]: (typeof todo)[number]): Promise<void> => {
    const [method, path, body] = CALLS[at % CALLS.length] as Call;
    const said =
      body === null ? undefined : how === 0 ? JSON.stringify(value) : how === 1 ? text : JSON.stringify(changed(body, change));
    const headers = {
      'content-type': how === 2 ? 'text/plain' : 'application/json',
      ...(how === 3 ? { 'idempotency-key': inAddress(text).slice(0, 300) } : {}),
    };
    const where = path(how === 4 ? '%ff%zz' : inAddress(text));
    const { status } = await hub.call(where, { method, headers, ...(said === undefined ? {} : { body: said }) });
    if (status >= 500) hub.found(`${method} ${where.slice(0, 300)} is answered with ${status}`, said ?? '');
  };
  for (let from = 0; from < todo.length; from += 8) await Promise.all(todo.slice(from, from + 8).map(one));
};
