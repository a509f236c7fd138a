import { aRegistryReport, family } from './household.fixture';
import type { Family } from './household.fixture';
import type { HouseholdEvent } from './household.events';
import { statusesFrom } from './registration-status';

describe('a corrected exit', () => {
  const said = (
    asOf: '2016-12-20' | '2017-03-20' | '2017-12-20',
    status: 'EXITED' | 'EXITED_NO_POLICY' | 'RELAPSED',
    more: object = {},
  ) => aRegistryReport({ asOf, status, ...more });
  const twice = () =>
    family(
      said('2016-12-20', 'EXITED_NO_POLICY', { exitYear: 2016 }),
      said('2017-03-20', 'RELAPSED'),
      said('2017-12-20', 'EXITED_NO_POLICY', { exitYear: 2017 }),
    );
  const exits = ({ state }: Family) => state.registration!.exits.map(({ exitYear, on }) => `${exitYear} ${on}`);
  const correction = (said: object) =>
    ({
      type: 'ExitCorrected',
      on: '2018-01-31',
      was: { exitYear: 0, on: '' },
      to: null,
      ofEvent: null,
      ...said,
    }) as unknown as HouseholdEvent;
  const idOf = (household: Family, year: number) =>
    household.state.registration!.exits.find(({ exitYear }) => exitYear === year)!.eventId;

  it('is the one that the event names, else the one of its year and day', () => {
    const [one, other] = [twice(), twice()];
    expect(exits(one.record([correction({ ofEvent: idOf(one, 2016) })]))).toEqual(['2017 2017-12-31']);
    expect(exits(other.record([correction({ was: { exitYear: 2016, on: '2016-12-31' } })]))).toEqual(['2017 2017-12-31']);
    expect(exits(twice().record([correction({ was: { exitYear: 2016, on: '2017-12-31' } })]))).toHaveLength(2);
  });
  it('takes the end of its policies with it, and no other’s', () => {
    const household = twice();
    expect(household.state.registration!.status).toBe('EXITED_NO_POLICY');
    const to = { exitYear: 2015, on: '2015-12-31', decidedOn: null };
    household.record([correction({ ofEvent: idOf(household, 2016), to })]);
    expect(household.state.registration).toMatchObject({ status: 'EXITED_NO_POLICY', exits: [to, { exitYear: 2017 }] });
    expect(household.state.registration!.facts.map(({ kind }) => kind)).toEqual(['exited', 'relapsed', 'exited', 'policy-ended']);
    household.record([correction({ ofEvent: idOf(household, 2017), to: { exitYear: 2018, on: '2018-01-10', decidedOn: null } })]);
    expect(household.state.registration!.status).toBe('EXITED');
  });
});

describe('the statuses of a registration', () => {
  const fact = (
    kind: 'planned' | 'not-achieved' | 'exited' | 'policy-ended' | 'relapsed',
    on: '2013-06-01' | '2016-03-01' | '2016-11-15' | '2017-03-01',
    year: number | null = null,
  ) => ({ kind, on, year });
  const statuses = (...facts: Parameters<typeof statusesFrom>[1]) =>
    statusesFrom('2014-01-01', facts).map(({ from, value }) => `${from} ${value}`);
  it('begin with the record, or with a fact before it; several facts of a day leave the last; what changes nothing leaves none', () => {
    expect(statuses()).toEqual(['2014-01-01 POOR']);
    expect(
      statuses(fact('planned', '2016-03-01', 2016), fact('exited', '2016-11-15', 2016), fact('relapsed', '2017-03-01')),
    ).toEqual([...['2014-01-01 POOR', '2016-03-01 PLANNED', '2016-11-15 EXITED', '2017-03-01 RELAPSED']]);
    expect(statuses(fact('exited', '2013-06-01', 2013), fact('exited', '2016-03-01', 2016))).toEqual(['2013-06-01 EXITED']);
    expect(statuses(fact('exited', '2016-11-15', 2016), fact('policy-ended', '2016-11-15'))).toEqual([
      '2014-01-01 POOR',
      '2016-11-15 EXITED_NO_POLICY',
    ]);
    expect(statuses(fact('planned', '2016-03-01', 2016), fact('not-achieved', '2016-03-01', 2016))).toEqual(['2014-01-01 POOR']);
  });
  it('are not moved by a plan after the exit, the failure of another plan, or policies of nobody', () => {
    expect(
      statuses(fact('exited', '2016-03-01', 2016), fact('policy-ended', '2016-03-01'), fact('planned', '2017-03-01', 2017)),
    ).toHaveLength(2);
    expect(statuses(fact('planned', '2016-03-01', 2016), fact('not-achieved', '2016-11-15', 2015))).toHaveLength(2);
    expect(statuses(fact('policy-ended', '2016-03-01'))).toHaveLength(1);
  });
});
