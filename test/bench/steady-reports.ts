import { Agent, request } from 'node:http';
import type { Pool } from 'pg';
import { CHANGED_SHARE, personOf } from './snapshot-files';

// Reports through the offices' API at a steady rate, each of another household, and how long until the view shows each.

const LOOK_EVERY_MS = 10;
const WITHIN_MS = 30_000;

export type Steady = Readonly<{
  url: string;
  token: string;
  pool: Pool;
  /** Each is reported once. */
  households: readonly number[];
  perSecond: number;
  inOneCall: number;
  seconds: number;
}>;
export type Delays = Readonly<{
  reports: number;
  inOneCall: number;
  answeredPerSecond: number;
  /** In ms, from sending to the answer. */
  answer: Readonly<{ p50: number; p99: number }>;
  /** In ms, from the answer to the view; looked at every 10 ms. */
  view: Readonly<{ p50: number; p99: number }>;
}>;

type Answer = Readonly<{ reports: readonly Readonly<{ status: string; household: string; events: number; detail: string }>[] }>;
type Pending = Readonly<{ version: number; answeredAt: number }>;

const quantile = (values: readonly number[], share: number): number =>
  Number((values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN).toFixed(1));

/** Households that the changed month left alone. */
export const unchangedOf = (households: number): readonly number[] =>
  Array.from({ length: households }, (_, household) => household).filter((one) => one % CHANGED_SHARE !== 0);

/** A new case for the head of a household. */
const aCase = (household: number) => {
  const { division, name, idNo } = personOf(household, 0);
  return {
    ...{
      system: 'dibao',
      asOf: '2016-12-31',
      division,
      caseNo: `45${household}`,
      programme: 'RURAL',
      status: 'ACTIVE',
      class: 'B',
    },
    ...{ mode: 'TIER', monthlyBenefitFen: 14_000, grantedFrom: '2016-12', headName: name },
    members: [{ name, idNo, sex: '男', relation: '户主', covered: true }],
  };
};

const sender = ({ url, token }: Steady) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const target = new URL('/api/v1/reports', url);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const send = (reports: readonly object[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request(target, { method: 'POST', headers, agent }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => (answer.statusCode === 200 ? resolve(JSON.parse(text) as Answer) : reject(new Error(text))));
      });
      sent.once('error', reject).end(JSON.stringify(reports));
    });
  return { send, close: () => agent.destroy() };
};

/** @throws Error when a report is not accepted, or a view does not show one within 30 s. */
export const reportSteadily = async (steady: Steady): Promise<Delays> => {
  const { pool, households, perSecond, inOneCall, seconds } = steady;
  const before = new Map<string, number>();
  for (const { id, version } of (
    await pool.query<{ id: string; version: number }>('select household_id as id, version from views.household')
  ).rows)
    before.set(id, version);
  const pending = new Map<string, Pending>();
  const answers: number[] = [];
  const views: number[] = [];
  const look = async (): Promise<void> => {
    const { rows } = await pool.query<{ id: string; version: number }>(
      'select household_id as id, version from views.household where household_id = any($1)',
      [[...pending.keys()]],
    );
    const now = performance.now();
    for (const { id, version } of rows) {
      const waited = pending.get(id);
      if (!waited || version < waited.version) continue;
      views.push(Math.max(0, now - waited.answeredAt));
      pending.delete(id);
    }
  };
  const { send, close } = sender(steady);
  const report = async (ones: readonly number[]): Promise<void> => {
    const sentAt = performance.now();
    for (const answer of (await send(ones.map(aCase))).reports) {
      if (answer.status !== 'accepted') throw new Error(`a report was ${answer.status}: ${answer.detail}`);
      const answeredAt = performance.now();
      answers.push(answeredAt - sentAt);
      pending.set(answer.household, { version: (before.get(answer.household) ?? 0) + answer.events, answeredAt });
    }
  };
  const calls = Math.floor(Math.min(perSecond * seconds, households.length) / inOneCall);
  const sent: Promise<void>[] = [];
  const start = performance.now();
  while (sent.length < calls) {
    const due = Math.min(calls, Math.floor(((performance.now() - start) / 1_000) * (perSecond / inOneCall)));
    while (sent.length < due) {
      const one = report(households.slice(sent.length * inOneCall, (sent.length + 1) * inOneCall));
      // Awaited below; until then an unhandled rejection would end the process, and leave the hub behind.
      one.catch(() => undefined);
      sent.push(one);
    }
    await Promise.all([look(), new Promise((next) => setTimeout(next, LOOK_EVERY_MS))]);
  }
  let isAnswered = false;
  const all = Promise.all(sent).finally(() => (isAnswered = true));
  const deadline = performance.now() + WITHIN_MS;
  while (!isAnswered || pending.size > 0) {
    if (performance.now() > deadline) throw new Error(`${pending.size} reports are in no view after ${WITHIN_MS / 1_000} s`);
    await Promise.all([look(), new Promise((next) => setTimeout(next, LOOK_EVERY_MS))]);
  }
  await all;
  const took = (performance.now() - start) / 1_000;
  close();
  return {
    reports: calls * inOneCall,
    inOneCall,
    answeredPerSecond: Math.round((calls * inOneCall) / took),
    answer: { p50: quantile(answers, 0.5), p99: quantile(answers, 0.99) },
    view: { p50: quantile(views, 0.5), p99: quantile(views, 0.99) },
  };
};
