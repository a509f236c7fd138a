import type { HouseholdEvent, PolicyPack } from '@xianjie/domain';
import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { COUNTY, aHistory, divisions, enrolled, granted, liveViews } from './history.fixture';
import { ViewQueries } from './index';

const everySixMonths = {
  ...{ reviewCadenceMonths: { byClass: {}, otherwise: 6 }, afterExit: { rule: 'TRANSITION' } },
} as unknown as PolicyPack;
const found = (ruleId: string): HouseholdEvent => ({
  ...{ type: 'DifferenceFound', on: '2016-03-31', differenceId: `${ruleId}:x`, ruleId, severity: 'WARNING' },
  ...{ caseKey: null, persons: [], households: [], detail: '' },
});
const exited: HouseholdEvent = {
  ...{ type: 'PovertyExited', on: '2016-11-15', exitYear: 2016, decidedOn: '2016-11-15', unplanned: true, exitPath: null },
  ...{ perCapitaNetIncomeFen: null, guarantees: null, continuedPolicies: true },
};
const stopped = (caseNo: string): HouseholdEvent => ({
  ...{ type: 'DibaoWithdrawn', on: '2016-06-30', caseKey: `RURAL/${caseNo}/2016-01`, stoppedFrom: '2016-07', reason: null },
  ...{ reviewId: null, verificationReportNo: null, decidedOn: null },
  accountability: { investigator: null, reviewer: null, signatory: null },
});
const removed: HouseholdEvent = { type: 'HouseholdRemoved', on: '2016-09-01', registryNo: '53012400002', reason: null };
const merged: HouseholdEvent = {
  type: 'HouseholdMerged',
  on: '2016-12-01',
  role: 'SUPERSEDED',
  other: 'h-1',
  otherVersion: 1,
  cases: [],
};

describe('questions to the views', () => {
  let database: TestDatabase;
  let pool: Pool;
  let views: ViewQueries;

  beforeAll(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url });
    const log = new InMemoryEventLog(new FixedClock('2017-01-01T00:00:00Z'));
    const { topic, record } = aHistory(log);
    await record('h-1', enrolled('53012400001', ['p-1', 'p-2']), granted('C1', ['p-1']), found('CR-03'), found('CR-07'), exited);
    await record('h-2', enrolled('53012400002', ['p-3']), granted('C2', ['p-3']), granted('C6', ['p-3']), stopped('C2'));
    await record('h-2', stopped('C6'), found('CR-03'), removed);
    const urban = { ...granted('C3', ['p-4']), programme: 'URBAN' } as HouseholdEvent;
    await record('h-3', urban, granted('C7', ['p-4'], '530111'), found('CR-03'));
    await record('h-4', enrolled('53012400004', ['p-5']), granted('C4', ['p-5']), found('CR-03'), merged);
    await record('h-5', granted('C5', ['p-6']));
    await liveViews(pool, log).apply(topic, []);
    views = await ViewQueries.open(database.url, divisions);
  }, 60_000);
  afterAll(async () => {
    await views?.close();
    await pool?.end();
    await database?.drop();
  });

  const ids = async (filter: object = {}) => (await views.households({ limit: 9, ...filter })).map(({ id }) => id);

  it('find households by status, 户编号 and 低保证号, page by page, and none that was merged into another', async () => {
    expect(await ids()).toEqual(['h-1', 'h-2', 'h-3', 'h-5']);
    expect(await ids({ status: 'EXITED' })).toEqual(['h-1']);
    expect(await ids({ registryNo: '53012400002' })).toEqual(['h-2']);
    expect(await ids({ caseNo: 'C3' })).toEqual(['h-3']);
    expect(await ids({ caseNo: 'C3', registryNo: '53012400002' })).toEqual([]);
    expect(await ids({ limit: 2 })).toEqual(['h-1', 'h-2']);
    expect(await ids({ limit: 2, after: 'h-2' })).toEqual(['h-3', 'h-5']);
    const [, , third] = await views.households({ limit: 9 });
    expect(third).toMatchObject({ registration: null, cases: [{ caseNo: 'C3' }, { caseNo: 'C7' }], registryStatus: null });
  });

  it('count somebody from the first day on, nobody on the day from which they are counted no more, each once, and only the programmes that are asked for', async () => {
    const on = async (at: string, programmes = ['RURAL']) => {
      const { registryPersons, dibaoPersons, bothPersons } = await views.overlap(COUNTY, at, programmes);
      return [registryPersons, dibaoPersons, bothPersons];
    };
    expect(await on('2016-06-30')).toEqual([3, 3, 2]);
    expect(await on('2016-07-01')).toEqual([3, 2, 1]);
    expect(await on('2016-08-31')).toEqual([3, 2, 1]);
    expect(await on('2016-09-01')).toEqual([2, 2, 1]);
    expect(await on('2016-06-30', ['URBAN'])).toEqual([3, 1, 0]);
    expect(await on('2016-06-30', ['RURAL', 'URBAN'])).toEqual([3, 4, 2]);
    expect(await on('2016-01-01')).toEqual([3, 3, 2]);
    expect(await on('2015-12-31')).toEqual([3, 0, 0]);
    expect(await on('2015-12-30')).toEqual([0, 0, 0]);
  });

  it('tell differences by rule, so many of them, in order, and none of a household that was merged', async () => {
    const told = async (rule: string | null, limit = 9, after?: readonly [string, string]) =>
      (await views.differences(COUNTY, rule, limit, after)).map(({ household, ruleId }) => `${household} ${ruleId}`);
    expect(await told(null)).toEqual(['h-1 CR-03', 'h-1 CR-07', 'h-2 CR-03', 'h-3 CR-03']);
    expect(await told('CR-03')).toEqual(['h-1 CR-03', 'h-2 CR-03', 'h-3 CR-03']);
    expect(await told(null, 1)).toEqual(['h-1 CR-03']);
    expect(await told(null, 2, ['h-1', 'CR-03:x'])).toEqual(['h-1 CR-07', 'h-2 CR-03']);
    expect(await told('CR-03', 9, ['h-1', 'CR-07:x'])).toEqual(['h-2 CR-03', 'h-3 CR-03']);
    expect(await told(null, 9, ['h-3', 'CR-03:x'])).toEqual([]);
  });

  it('have reviews due of open cases that the division pays page by page, as many as are asked for and what the last household has more', async () => {
    const due = async (limit: number, after?: string, on: '2017-01-01' | '2016-06-30' = '2017-01-01') => {
      const page = await views.reviewsDue(COUNTY, on, () => everySixMonths, limit, after);
      return [...page.due.map(({ household }) => household), page.next];
    };
    expect(await due(9)).toEqual(['h-1', 'h-3', 'h-5', null]);
    expect(await due(1)).toEqual(['h-1', 'h-1']);
    expect(await due(1, 'h-1')).toEqual(['h-3', 'h-3']);
    expect(await due(9, 'h-5')).toEqual([null]);
    expect(await due(9, undefined, '2016-06-30')).toEqual([null]);
  });
});
