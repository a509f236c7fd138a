import type { HouseholdEvent } from '@xianjie/domain';
import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import { COUNTY, SUCCESSOR, aHistory, decode, divisions, enrolled, granted } from '../history.fixture';
import { RegistriesAsOf } from './registries-as-of';

const left: HouseholdEvent = { type: 'MemberRemoved', on: '2016-06-01', caseKey: null, person: 'p-2', cause: '迁出' };
const exited: HouseholdEvent = {
  ...{ type: 'PovertyExited', on: '2016-11-15', exitYear: 2016, decidedOn: '2016-11-15', unplanned: true, exitPath: null },
  ...{ perCapitaNetIncomeFen: 320_000, guarantees: null, continuedPolicies: true },
};

describe('both registries of a county as of a day', () => {
  const clock = new FixedClock('2016-03-01T00:00:00Z');
  const log = new InMemoryEventLog(clock);
  const registries = new RegistriesAsOf(log, decode, divisions);
  const counts = async (at: '2016-03-31' | '2016-06-30', knownOn: '2016-03-01' | '2016-02-29' | null = null) => {
    const { registryPersons, dibaoPersons, bothPersons } = await registries.overlap(COUNTY, at, ['RURAL'], knownOn);
    return [registryPersons, dibaoPersons, bothPersons];
  };

  beforeAll(async () => {
    const { record } = aHistory(log);
    await record('h-1', enrolled('53012400001', ['p-1', 'p-2']), granted('C1', ['p-1', 'p-2']));
    await record('h-2', granted('C2', ['p-9']));
    clock.set('2016-12-01T00:00:00Z');
    await record('h-1', left, exited);
  });

  it('counts a member who left since on the days on which he was listed', async () => {
    expect(await counts('2016-03-31')).toEqual([2, 3, 2]);
    expect(await counts('2016-06-30')).toEqual([1, 3, 1]);
  });

  it('counts what was known then, where that is asked', async () => {
    expect(await counts('2016-06-30', '2016-03-01')).toEqual([2, 3, 2]);
    expect(await counts('2016-03-31', '2016-02-29')).toEqual([0, 0, 0]);
  });

  it('gives rates with both denominators, as the views do', async () =>
    expect(await registries.overlap(COUNTY, '2016-06-30', ['RURAL'], null)).toMatchObject({
      shareOfDibao: 33.33,
      shareOfRegistry: 100,
    }));

  it('counts only the programmes and the division that are asked for', async () => {
    expect(await registries.overlap(COUNTY, '2016-03-31', ['URBAN'], null)).toMatchObject({
      dibaoPersons: 0,
      registryPersons: 2,
    });
    expect(await registries.overlap(`${COUNTY}999`, '2016-03-31', ['RURAL'], null)).toMatchObject({ registryPersons: 0 });
  });

  it('finds what was told under an earlier code of the county', async () => {
    const asked = { division: `${SUCCESSOR}103`, knownOn: null, effectiveOn: null, limit: 9 } as const;
    expect((await registries.registries(asked)).households.map(({ id }) => id)).toEqual(['h-1', 'h-2']);
    expect(await registries.overlap(SUCCESSOR, '2016-03-31', ['RURAL'], null)).toMatchObject({ bothPersons: 2 });
  });

  it('finds a household where it is registered, and where a case of it is paid', async () => {
    const { record } = aHistory(log);
    // In another county than h-1 and h-2, which the other cases count.
    await record('h-3', granted('C3', ['p-7'], '530129'));
    await record('h-4', granted('C4', ['p-8'], '530129'), granted('C5', ['p-8'], '530131'));
    const found = async (division: string) => {
      const asked = { division, knownOn: null, effectiveOn: null, limit: 9 } as const;
      return (await registries.registries(asked)).households.map(({ id }) => id);
    };
    expect(await found('530129')).toEqual(['h-3', 'h-4']);
    expect(await found('530131103')).toEqual(['h-4']);
  });

  it('lists the rows of both as they were, page by page', async () => {
    const asked = { division: COUNTY, knownOn: null, limit: 1 } as const;
    const first = await registries.registries({ ...asked, effectiveOn: '2016-10-31' });
    expect(first).toMatchObject({
      next: 'h-1',
      households: [{ id: 'h-1', registration: { status: 'POOR', members: 1 }, cases: [{}] }],
    });
    const second = await registries.registries({ ...asked, effectiveOn: '2016-10-31', after: 'h-1' });
    expect(second.households).toMatchObject([{ id: 'h-2', registration: null }]);
    const now = await registries.registries({ ...asked, effectiveOn: null, status: 'EXITED', limit: 9 });
    expect(now).toMatchObject({ next: null, households: [{ id: 'h-1', registration: { exitYear: 2016 } }] });
    expect(
      (await registries.registries({ ...asked, knownOn: '2016-03-01', effectiveOn: null, limit: 9 })).households,
    ).toMatchObject([{ id: 'h-1', registration: { status: 'POOR', members: 2 } }, { id: 'h-2' }]);
  });
});
