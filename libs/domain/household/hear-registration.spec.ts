import { aRegistryMember, aRegistryReport, family, registryAbsent } from './household.fixture';
import type { RegistryReport, RegistryStatus } from './reports';

// Every pair of successive 脱贫属性 that two snapshots of the poverty registry can show (S-1, S-4 to S-6).

const shows: Readonly<Record<RegistryStatus, (year: number) => Partial<RegistryReport>>> = {
  POOR: () => ({ status: 'POOR' }),
  PLANNED: (year) => ({ status: 'PLANNED', plannedYear: year }),
  EXITED: (year) => ({ status: 'EXITED', exitYear: year, exitOn: `${year}-11-15` as RegistryReport['exitOn'] }),
  EXITED_NO_POLICY: (year) => ({
    status: 'EXITED_NO_POLICY',
    exitYear: year,
    exitOn: `${year}-11-15` as RegistryReport['exitOn'],
  }),
  RELAPSED: () => ({ status: 'RELAPSED' }),
};
const said = (status: RegistryStatus, asOf: RegistryReport['asOf'], year: number) =>
  aRegistryReport({ ...shows[status](year), asOf });
const told = (from: RegistryStatus, to: RegistryStatus) => {
  const household = family(said(from, '2016-12-20', 2016));
  const events = household.hear(said(to, '2017-12-20', from === 'EXITED' || from === 'EXITED_NO_POLICY' ? 2016 : 2017));
  return { events: events.map(({ type }) => type), status: household.state.registration?.status };
};

describe('two snapshots of one registration, a year apart', () => {
  it.each<[RegistryStatus, RegistryStatus, string[], RegistryStatus]>([
    ['POOR', 'POOR', [], 'POOR'],
    ['POOR', 'PLANNED', ['ExitPlanned'], 'PLANNED'],
    ['POOR', 'EXITED', ['PovertyExited'], 'EXITED'],
    ['POOR', 'EXITED_NO_POLICY', ['PovertyExited'], 'EXITED_NO_POLICY'],
    ['POOR', 'RELAPSED', ['Relapsed'], 'RELAPSED'],
    ['PLANNED', 'POOR', ['ExitNotAchieved'], 'POOR'],
    ['PLANNED', 'PLANNED', ['ExitNotAchieved', 'ExitPlanned'], 'PLANNED'],
    ['PLANNED', 'EXITED', ['PovertyExited'], 'EXITED'],
    ['PLANNED', 'EXITED_NO_POLICY', ['PovertyExited'], 'EXITED_NO_POLICY'],
    ['PLANNED', 'RELAPSED', ['Relapsed'], 'RELAPSED'],
    ['EXITED', 'POOR', ['ExitCorrected'], 'POOR'],
    ['EXITED', 'PLANNED', ['ExitCorrected', 'ExitPlanned'], 'PLANNED'],
    ['EXITED', 'EXITED', [], 'EXITED'],
    ['EXITED', 'EXITED_NO_POLICY', ['PolicyEnded'], 'EXITED_NO_POLICY'],
    ['EXITED', 'RELAPSED', ['Relapsed'], 'RELAPSED'],
    ['EXITED_NO_POLICY', 'POOR', ['ExitCorrected'], 'POOR'],
    ['EXITED_NO_POLICY', 'PLANNED', ['ExitCorrected', 'ExitPlanned'], 'PLANNED'],
    ['EXITED_NO_POLICY', 'EXITED', ['ExitCorrected'], 'EXITED'],
    ['EXITED_NO_POLICY', 'EXITED_NO_POLICY', [], 'EXITED_NO_POLICY'],
    ['EXITED_NO_POLICY', 'RELAPSED', ['Relapsed'], 'RELAPSED'],
    ['RELAPSED', 'POOR', [], 'RELAPSED'],
    ['RELAPSED', 'PLANNED', ['ExitPlanned'], 'PLANNED'],
    ['RELAPSED', 'EXITED', ['PovertyExited'], 'EXITED'],
    ['RELAPSED', 'EXITED_NO_POLICY', ['PovertyExited'], 'EXITED_NO_POLICY'],
    ['RELAPSED', 'RELAPSED', [], 'RELAPSED'],
  ])('%s then %s records %j', (from, to, events, status) => expect(told(from, to)).toEqual({ events, status }));

  it.each<[RegistryStatus, string[]]>([
    ['POOR', ['HouseholdEnrolled']],
    ['PLANNED', ['HouseholdEnrolled', 'ExitPlanned']],
    ['EXITED', ['HouseholdEnrolled', 'PovertyExited']],
    ['EXITED_NO_POLICY', ['HouseholdEnrolled', 'PovertyExited']],
    ['RELAPSED', ['HouseholdEnrolled', 'Relapsed']],
  ])('first seen as %s records %j', (status, events) => expect(family(said(status, '2016-12-20', 2016)).types()).toEqual(events));
});

const exit2016 = { status: 'EXITED', exitYear: 2016, exitOn: '2016-11-15' } as const;

describe('an exit', () => {
  it('that nobody planned says so, and keeps the day and year of the registry', () =>
    expect(family(aRegistryReport({ ...exit2016, asOf: '2016-12-20' })).stream.at(-1)?.event).toMatchObject({
      ...{ type: 'PovertyExited', on: '2016-11-15', exitYear: 2016, unplanned: true, decidedOn: '2016-11-15' },
    }));

  it('without 脱贫日期 dates from 31 December of 脱贫年度', () =>
    expect(family(aRegistryReport({ status: 'EXITED', exitYear: 2015 })).state.registration?.exits).toMatchObject([
      { exitYear: 2015, on: '2015-12-31', decidedOn: null },
    ]));

  it('belongs to 脱贫年度 even where 脱贫日期 is of another year', () =>
    expect(
      family(aRegistryReport({ status: 'EXITED', exitYear: 2016, exitOn: '2017-01-20', asOf: '2017-03-01' })).state.registration
        ?.exits,
    ).toMatchObject([{ exitYear: 2016, on: '2017-01-20' }]));

  it('of another 脱贫年度 with no 返贫 in between is a correction that names the event it corrects', () => {
    const household = family(aRegistryReport({ ...exit2016, asOf: '2016-12-20' }));
    const [corrected] = household.hear(
      aRegistryReport({ ...exit2016, exitYear: 2015, exitOn: '2015-12-10', asOf: '2017-03-20' }),
    );
    expect(corrected).toEqual({
      type: 'ExitCorrected',
      on: '2017-03-20',
      was: { exitYear: 2016, on: '2016-11-15', decidedOn: '2016-11-15' },
      to: { exitYear: 2015, on: '2015-12-10', decidedOn: '2015-12-10' },
      ofEvent: 'e-2',
      reason: null,
    });
    expect(household.state.registration?.exits).toHaveLength(1);
  });

  it('after a relapse is a second one, and taking it back does not uncover the first', () => {
    const household = family(
      aRegistryReport({ ...exit2016, asOf: '2016-12-20' }),
      aRegistryReport({ status: 'RELAPSED', asOf: '2017-03-20' }),
      aRegistryReport({ status: 'EXITED', exitYear: 2017, exitOn: '2017-12-01', asOf: '2017-12-20' }),
    );
    expect(household.state.registration?.exits).toMatchObject([{ exitYear: 2016 }, { exitYear: 2017 }]);
    household.hear(aRegistryReport({ status: 'POOR', asOf: '2018-03-20' }));
    expect(household.state.registration).toMatchObject({ status: 'RELAPSED', exits: [{ exitYear: 2016 }] });
  });

  it('that a relapse follows is named by the relapse', () => {
    const household = family(aRegistryReport({ ...exit2016, asOf: '2016-12-20' }));
    const relapsed = household.hear(aRegistryReport({ ...exit2016, status: 'RELAPSED', asOf: '2017-03-20' }));
    expect(relapsed).toEqual([{ type: 'Relapsed', on: '2017-03-20', exitYear: 2016, previousExitEvent: 'e-2' }]);
  });
});

describe('a plan', () => {
  const planned = aRegistryReport({ status: 'PLANNED', plannedYear: 2016, asOf: '2016-06-30' });

  it('whose year ends with the household still 未脱贫 was not achieved, with the reason of the file', () => {
    const household = family(planned);
    const failed = aRegistryReport({ status: 'POOR', plannedYear: 2016, notExitedReason: '因病', asOf: '2017-01-31' });
    expect(household.hear(failed)).toEqual([{ type: 'ExitNotAchieved', on: '2016-12-31', targetYear: 2016, reason: '因病' }]);
  });

  it('first seen with its failure is recorded with it, so that the March list has it', () => {
    const failed = aRegistryReport({ status: 'POOR', plannedYear: 2016, notExitedReason: '缺劳力', asOf: '2017-01-31' });
    expect(family(failed).state.registration).toMatchObject({
      status: 'POOR',
      plans: [{ targetYear: 2016, on: '2014-01-01' }],
      notAchieved: [{ targetYear: 2016, reason: '缺劳力' }],
    });
  });

  it('stays open while the registry has not closed the year', () =>
    expect(family(planned).hear({ ...planned, asOf: '2017-01-31' })).toEqual([]));

  it('that ends in an exit makes it a planned one', () =>
    expect(family(planned).hear(aRegistryReport({ ...exit2016, plannedYear: 2016, asOf: '2016-12-20' }))).toMatchObject([
      { type: 'PovertyExited', unplanned: false },
    ]));
});

describe('a snapshot older than the newest', () => {
  it('adds the exit before a relapse, which is silent about it', () => {
    const household = family(aRegistryReport({ status: 'RELAPSED', identifiedOn: null, asOf: '2017-03-20' }));
    const late = household.hear(aRegistryReport({ ...exit2016, asOf: '2016-12-20' }));
    expect(late).toMatchObject([{ type: 'PovertyExited', on: '2016-11-15', exitYear: 2016 }]);
    expect(household.state.registration).toMatchObject({ status: 'RELAPSED', exits: [{ exitYear: 2016 }] });
  });

  it('adds a relapse and its exit together, and the same row again adds nothing', () => {
    const household = family(
      aRegistryReport({ status: 'RELAPSED', asOf: '2015-03-28', identifiedOn: null }),
      aRegistryReport({ status: 'EXITED', exitYear: 2016, asOf: '2016-12-31' }),
      aRegistryReport({ status: 'RELAPSED', asOf: '2015-01-28' }),
    );
    const late = aRegistryReport({ status: 'RELAPSED', exitYear: 2015, exitOn: '2015-02-15', asOf: '2015-02-28' });
    expect(household.hear(late).map(({ type }) => type)).toEqual(['PovertyExited', 'Relapsed']);
    expect(household.hear(late)).toEqual([]);
    expect(household.state.registration?.status).toBe('EXITED');
  });

  it('adds no exit that a newer 未脱贫 denies, and reverts nothing', () => {
    const household = family(aRegistryReport({ asOf: '2017-03-20', members: [aRegistryMember('p-1')] }));
    expect(household.hear(aRegistryReport({ ...exit2016, asOf: '2016-12-20' }))).toEqual([]);
    expect(household.hear(registryAbsent('2016-12-31'))).toEqual([]);
  });
});

describe('the family', () => {
  it('gains, loses and corrects members by person', () => {
    const household = family(aRegistryReport());
    const events = household.hear(
      aRegistryReport({
        asOf: '2016-06-30',
        members: [aRegistryMember('p-1', { health: '残疾' }), aRegistryMember('p-3')],
        head: 'p-3',
      }),
    );
    expect(events).toMatchObject([
      { type: 'HeadChanged', was: 'p-1', head: 'p-3' },
      { type: 'MemberCorrected', person: 'p-1', changed: ['health'] },
      { type: 'MemberAdded', registryMember: { person: 'p-3' } },
      { type: 'MemberRemoved', person: 'p-2' },
    ]);
  });

  it('keeps a place for the person that an identity review put in', () => {
    const doubtful = aRegistryReport({
      members: [aRegistryMember('p-1'), aRegistryMember('p-x', { memberNo: '02', provisional: true })],
    });
    const settled = { ...doubtful, members: [aRegistryMember('p-1'), aRegistryMember('p-2', { memberNo: '02' })] };
    const events = family(doubtful).hear(settled);
    expect(events).toMatchObject([{ type: 'MemberCorrected', person: 'p-2', was: 'p-x' }]);
  });

  it('moves, is renumbered, and shows another year of data', () =>
    expect(
      family(aRegistryReport()).hear(
        aRegistryReport({
          asOf: '2017-03-31',
          county: '530115',
          division: '530115001001',
          registryNo: '5301150001',
          attributes: { ...aRegistryReport().attributes, dataYear: 2017 },
        }),
      ),
    ).toMatchObject([
      { type: 'HouseholdRenumbered', was: '5301240001', registryNo: '5301150001' },
      { type: 'HouseholdMoved', caseKey: null, fromCounty: '530124', toCounty: '530115' },
      { type: 'HouseholdAttributesChanged', on: '2017-03-31' },
    ]));

  it('leaves the registry and comes back, the removal cancelled', () => {
    const household = family(aRegistryReport(), registryAbsent('2016-06-30'));
    expect(household.state.registration).toMatchObject({ removedOn: '2016-06-30', removalEvent: 'e-2' });
    expect(household.hear(aRegistryReport({ asOf: '2016-09-30' }))).toEqual([
      { type: 'HouseholdReinstated', on: '2016-09-30', registryNo: '5301240001', cancelsEvent: 'e-2' },
    ]);
  });
});
