import type { RecordAccess } from '@xianjie/access';
import type { HouseholdReader, PolicyBook } from '@xianjie/casework';
import { foldHousehold } from '@xianjie/domain';
import type { Household } from '@xianjie/domain';
import { FixedClock, Today } from '@xianjie/log';
import type { EventLog } from '@xianjie/log';
import type { RegistriesAsOf, ViewQueries } from '@xianjie/read-models';
import type { Request } from 'express';
import type { ReplayViews } from './audit/replay-views';
import { HouseholdsController } from './households.controller';

const request = { headers: {}, originalUrl: '/api/v1/households' } as unknown as Request;
const exited = {
  ...foldHousehold([]),
  registration: {
    ...{
      county: '530124',
      status: 'EXITED',
      removedOn: null,
      members: {},
      attributes: [],
      facts: [{ kind: 'exited', year: 2016, on: '2016-11-15' }],
    },
    exits: [{ exitYear: 2016, on: '2016-11-15', decidedOn: null }],
  },
  cases: {
    c: { caseKey: 'c', county: '530126', status: 'ACTIVE', stoppedFrom: null, leftFile: null, reviewedOn: null, members: [] },
  },
} as unknown as Household;

describe('households, asked of the offices’ API', () => {
  const accessed: Readonly<{ what: string; households: readonly string[]; rows: number }>[] = [];
  const policyDays: string[] = [];
  const asked: unknown[] = [];
  let read: object | null = { asked: 'h-1', id: 'h-2', version: 3, state: exited };
  const controller = new HouseholdsController(
    { households: async (filter: object) => asked.push(filter) && [{ id: 'h-1' }, { id: 'h-2' }] } as unknown as ViewQueries,
    {
      load: async (_: string, moment: object) => asked.push(moment) && read,
      history: async (_: string, moment: object) => asked.push(moment) && [],
    } as unknown as HouseholdReader,
    {
      read: async (id: string) => (id === 'h-none' ? [] : [{ position: { shard: '53', number: 4 } }]),
      positionAt: async (shard: string, instant: string) => asked.push([shard, instant]) && 9,
    } as unknown as EventLog,
    {
      ask: async (name: string | undefined, live: ViewQueries, work: (views: ViewQueries) => Promise<object>) =>
        asked.push(name) && work(live),
    } as unknown as ReplayViews,
    {
      registries: async (of: object) => asked.push(of) && { households: [{ id: 'h-7' }], next: 'h-7' },
    } as unknown as RegistriesAsOf,
    { accessed: async (_: object, said: (typeof accessed)[number]) => void accessed.push(said) } as unknown as RecordAccess,
    { find: (county: string, day: string) => policyDays.push(`${county} ${day}`) && null } as unknown as PolicyBook,
    new Today(new FixedClock('2017-03-20T00:00:00Z')),
  );
  beforeEach(() => {
    [accessed, policyDays, asked].forEach((one) => one.splice(0));
    read = { asked: 'h-1', id: 'h-2', version: 3, state: exited };
  });

  it('are searched in the live views or those of a replay, and whom they showed is recorded', async () => {
    const found = await controller.find({ registryNo: '7', limit: '2', after: 'h-0', replay: 'march' }, request);
    expect(found).toEqual({ households: [{ id: 'h-1' }, { id: 'h-2' }], next: 'h-2' });
    expect(asked).toEqual(['march', { registryNo: '7', limit: 2, after: 'h-0' }]);
    expect(accessed).toMatchObject([{ what: 'household-search', households: ['h-1', 'h-2'], rows: 2 }]);
  });

  it('as of a day are those of a county, by its registries alone', async () => {
    const page = await controller.find({ division: '530124', status: 'POOR', after: 'h-6', knownOn: '2017-01-31' }, request);
    expect(page).toEqual({ households: [{ id: 'h-7' }], next: 'h-7', knownOn: '2017-01-31', effectiveOn: null });
    const of = { division: '530124', status: 'POOR', after: 'h-6', limit: 100 };
    expect(asked).toEqual([{ ...of, knownOn: '2017-01-31', effectiveOn: null }]);
    expect(accessed).toMatchObject([{ what: 'household-search', households: ['h-7'] }]);
    const refused: [string, object][] = [
      ['', { status: 422, code: 'too-wide-for-one-call' }],
      ['division=530000', { status: 422, code: 'too-wide-for-one-call' }],
      ...['registryNo=7', 'caseNo=7', 'replay=march'].map((other): [string, object] => [
        `division=530124&${other}`,
        { status: 400 },
      ]),
    ];
    for (const [query, problem] of refused) {
      const parameters = Object.fromEntries(new URLSearchParams(`${query}&effectiveOn=2016-12-31`));
      await expect(controller.find(parameters, request)).rejects.toMatchObject(problem);
    }
    expect(accessed).toHaveLength(1);
  });

  it('have a card, known up to the end of a day in Asia/Shanghai, under the pack of the day that it shows', async () => {
    expect(await controller.card('h-1', {}, request)).toMatchObject({ id: 'h-2', asked: 'h-1', version: 3, knownOn: null });
    await controller.card('h-1', { knownOn: '2017-01-31' }, request);
    await controller.card('h-1', { knownOn: '2017-01-31', effectiveOn: '2016-12-31' }, request);
    // Of who pays the case.
    expect(policyDays).toEqual(['530126 2017-03-20', '530126 2017-01-31', '530126 2016-12-31']);
    expect(asked).toContainEqual(['53', '2017-01-31T15:59:59.999Z']);
    expect(asked).toContainEqual({ upTo: 9, effectiveOn: '2016-12-31' });
    expect(accessed[0]).toMatchObject({ what: 'household-card', households: ['h-1', 'h-2'], rows: 2 });
  });

  it('that nobody knew by then, or at all, are not found, and nobody is recorded as shown', async () => {
    read = { asked: 'h-1', id: 'h-1', version: 0, state: foldHousehold([]) };
    await expect(controller.card('h-1', { knownOn: '2017-01-31' }, request)).rejects.toMatchObject({
      ...{ status: 404, message: expect.stringContaining('known on 2017-01-31') },
    });
    read = null;
    for (const moment of [{}, { knownOn: '2017-01-31' }] as Record<string, string>[]) {
      await expect(controller.card('h-none', moment, request)).rejects.toMatchObject({ status: 404 });
      await expect(controller.events('h-none', moment, request)).rejects.toMatchObject({ status: 404 });
    }
    expect(accessed).toEqual([]);
  });

  it('have a history, empty where nothing was known yet; that somebody looked is recorded', async () => {
    expect(await controller.events('h-1', { knownOn: '2017-01-31' }, request)).toEqual({ household: 'h-1', events: [] });
    expect(asked).toContainEqual({ upTo: 9, effectiveOn: undefined });
    expect(accessed).toMatchObject([{ what: 'household-history', households: ['h-1'], rows: 0 }]);
  });
});
