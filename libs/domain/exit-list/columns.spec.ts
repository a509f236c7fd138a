import type { RegistryAttributes, RegistryStatus } from '../household/reports';
import { aCase, aHousehold, aMember, aPlan, aScope, anExit } from './household.fixture';
import type { ListedHousehold } from './line';
import { exitListLines } from './lines';

const linesOf = (...households: ListedHousehold[]) => exitListLines(households, aScope());
const planned = { plans: [aPlan(2016, '2016-01-01')] };
const exited = { exits: [anExit(2016, '2016-11-15')] };

describe('what a line says is as at the freeze (S-20)', () => {
  const said = (perCapitaNetIncomeFen: number, mainCause: string) =>
    ({
      perCapitaNetIncomeFen,
      mainCause,
      guarantees: `${mainCause}保障`,
      otherCauses: ['缺资金'],
    }) as unknown as RegistryAttributes;
  const attributes = [
    { from: '2016-01-01', value: said(1, '因病') },
    { from: '2017-03-20', value: said(2, '因残') },
    { from: '2017-03-21', value: said(3, '因学') },
  ] as const;
  const of = (registration: object) => linesOf(aHousehold({ registration: { ...planned, ...registration } }))[0];

  it('the attributes that hold on its day', () =>
    expect(of({ attributes })).toMatchObject({
      ...{ perCapitaNetIncomeFen: 2, mainCause: '因残', guarantees: '因残保障', otherCauses: ['缺资金'] },
    }));
  it('the first ones known when they came later, and none when none came', () => {
    expect(of({ attributes: attributes.slice(2) })).toMatchObject({ perCapitaNetIncomeFen: 3 });
    expect(of({})).toMatchObject({ perCapitaNetIncomeFen: null, mainCause: null, guarantees: null, otherCauses: [] });
  });
  it('the registry’s status on its day, not one dated after it', () => {
    const status = (from: string, value: RegistryStatus) => ({ from, value });
    const statuses = [status('2016-01-01', 'POOR'), status('2017-03-20', 'EXITED'), status('2017-04-01', 'RELAPSED')];
    expect(of({ statuses, status: 'RELAPSED' })).toMatchObject({ registryStatus: 'EXITED' });
    expect(of({ statuses: [], status: 'POOR' })).toMatchObject({ registryStatus: 'POOR' });
  });
  it('the class of each case on its day', () => {
    const classes = [
      { from: '2016-01-01', class: 'A' },
      { from: '2017-03-20', class: 'B' },
      { from: '2017-03-21', class: 'C' },
    ] as const;
    const classed = (known: typeof classes | readonly []) =>
      linesOf(aHousehold({ registration: planned, cases: [aCase(['h-1-a'], '2015-01', { classes: known, class: 'C' })] }))[0]!
        .cases[0];
    expect(classed(classes)?.class).toBe('B');
    expect(classed([])?.class).toBe('C');
  });
});

describe('the exit on a line', () => {
  const of = (registration: object) =>
    linesOf(aHousehold({ registration: { ...exited, ...registration }, cases: [aCase(['h-1-a'], '2015-01')] }))[0];
  it('is its date and year, with a relapse from that day on', () => {
    expect(of({})).toMatchObject({ exitedOn: '2016-11-15', exitYear: 2016, relapsedOn: null });
    expect(of({ relapses: ['2016-11-14'] })).toMatchObject({ relapsedOn: null });
    expect(of({ relapses: ['2016-11-15'] })).toMatchObject({ relapsedOn: '2016-11-15' });
  });
  it('leaves no reason for not having exited', () =>
    expect(of({ notAchieved: [{ targetYear: 2016, on: '2016-06-30', reason: '住房不达标' }] })).toMatchObject({
      notExitedReason: null,
    }));
});

describe('保障人口数', () => {
  const registration = exited;
  it('counts each person in doubt once, however many cases name them (S-11)', () => {
    const cases = [aCase(['p-1', 'p-2'], '2015-01', { caseNo: '1' }), aCase(['p-2'], '2015-01', { caseNo: '2' })];
    expect(linesOf(aHousehold({ registration, cases }))[0]).toMatchObject({ coveredMembers: 2 });
  });
  it('does not count a person in doubt whose case has stopped, nor list the household for it', () => {
    const doubtful = aCase(['p-1'], '2015-01', { stoppedFrom: '2016-11' });
    expect(linesOf(aHousehold({ registration, cases: [doubtful] }))).toEqual([]);
  });
});

describe('section 2', () => {
  const stoppedFrom = (month: '2016-12' | '2017-01') =>
    linesOf(aHousehold({ registration: planned, cases: [aCase(['h-1-a'], '2015-01', { stoppedFrom: month })] }))[0]!.cases.length;
  it('prints the cases of December or since', () => expect([stoppedFrom('2016-12'), stoppedFrom('2017-01')]).toEqual([0, 1]));
});

describe('the order of lines (S-23)', () => {
  it('is section, then division, 户编号, 人编号, all as strings', () => {
    const family = (householdId: string, division: string, registryNo: string, said: object = planned) =>
      aHousehold({
        ...{ householdId, cases: [aCase([`${householdId}-1`], '2015-01', { caseNo: householdId })] },
        registration: {
          ...{ division, registryNo, ...said },
          members: {
            [`${householdId}-1`]: aMember(`${householdId}-1`, '9'),
            [`${householdId}-2`]: aMember(`${householdId}-2`, '10'),
          },
        },
      });
    const lines = linesOf(
      family('h-1', '530124102001', '1'),
      family('h-2', '530124101001', '9'),
      family('h-3', '530124101001', '10'),
      family('h-4', '530124103001', '8', exited),
    );
    expect(lines.map(({ section, registryNo, memberNo }) => [section, registryNo, memberNo].join(' '))).toEqual([
      ...['1 8 10', '1 8 9', '2 10 10', '2 10 9', '2 9 10', '2 9 9', '2 1 10', '2 1 9'],
    ]);
  });
  it('of a person’s cases is by their numbers, whatever the programme', () => {
    const case2 = aCase(['h-1-a'], '2015-01', { caseNo: '2', caseKey: 'RURAL/2' });
    const case1 = aCase(['h-1-a'], '2015-01', { caseNo: '1', caseKey: 'URBAN/1', programme: 'URBAN' });
    const [line] = exitListLines(
      [aHousehold({ registration: planned, cases: [case2, case1] })],
      aScope({ programmes: ['RURAL', 'URBAN'] }),
    );
    expect(line!.cases.map(({ caseNo }) => caseNo)).toEqual(['1', '2']);
  });
  it('of a person’s spells under one case number is by their first month', () => {
    const cases = [aCase(['h-1-a'], '2016-06'), aCase(['h-1-a'], '2015-01', { stoppedFrom: '2017-01' })];
    expect(linesOf(aHousehold({ registration: planned, cases }))[0]!.cases.map(({ grantedFrom }) => grantedFrom)).toEqual([
      ...['2015-01', '2016-06'],
    ]);
  });
});
