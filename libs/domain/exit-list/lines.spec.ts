import type { LocalDate, YearMonth } from '../values';
import { problemsOf } from './completeness';
import { aCase, aHousehold, aPlan, aScope, anExit } from './household.fixture';
import type { ListedHousehold } from './line';
import { exitListLines } from './lines';

const exitsIn2016 = { exits: [anExit(2016, '2016-11-15')] };
const listed = (...households: ListedHousehold[]) => exitListLines(households, aScope());
const sectionOf = (household: ListedHousehold): 1 | 2 | null => listed(household)[0]?.section ?? null;

describe('section 1 (S-20): exits of the year with a covered member', () => {
  const exited = (from: YearMonth, said = {}, registration: object = exitsIn2016) =>
    aHousehold({ registration, cases: [aCase(['h-1-a'], from, said)] });

  it('counts a case open in the month of the exit', () => expect(sectionOf(exited('2015-01'))).toBe(1));
  it('counts one that began between the exit and the freeze', () => expect(sectionOf(exited('2017-03'))).toBe(1));
  it('leaves out one that begins after the freeze’s month', () => expect(sectionOf(exited('2017-04'))).toBeNull());
  it('leaves out one that stopped before the exit’s month', () =>
    expect(sectionOf(exited('2015-01', { stoppedFrom: '2016-11' }))).toBeNull());
  it('counts the exit’s month itself when it is the last one paid', () =>
    expect(sectionOf(exited('2015-01', { stoppedFrom: '2016-12' }))).toBe(1));
  it('counts from January when 脱贫日期 is missing', () => {
    const undated = { exits: [anExit(2016, '2016-12-31', null)] };
    expect(sectionOf(exited('2015-01', { stoppedFrom: '2016-02' }, undated))).toBe(1);
    expect(sectionOf(exited('2015-01', { stoppedFrom: '2016-01' }, undated))).toBeNull();
  });
  it('counts 渐退 and 缓发, and says which', () =>
    (['TRANSITION', 'SUSPENDED'] as const).forEach((status) => {
      const [line] = listed(exited('2015-01', { stages: [{ from: '2017-01-01', status }] }));
      expect(line).toMatchObject({ section: 1, cases: [{ atYearEnd: 'ACTIVE', atFreeze: status }] });
    }));
  it('counts a case that left its file up to that month', () => {
    expect(sectionOf(exited('2015-01', { leftFile: '2016-10' }))).toBeNull();
    expect(listed(exited('2015-01', { leftFile: '2016-12' }))[0]!.cases[0]).toMatchObject({ atFreeze: 'LEFT_FILE' });
  });
  it('counts rural dibao, urban where the pack says so, and never tekun', () => {
    expect(sectionOf(exited('2015-01', { programme: 'URBAN' }))).toBeNull();
    const urban = exitListLines([exited('2015-01', { programme: 'URBAN' })], aScope({ programmes: ['RURAL', 'URBAN'] }));
    expect(urban[0]?.section).toBe(1);
    expect(sectionOf(exited('2015-01', { programme: 'TEKUN' }))).toBeNull();
  });
  it('is by 脱贫年度, not by the date', () => {
    const late = { exits: [anExit(2016, '2017-01-10')] };
    expect(sectionOf(exited('2015-01', {}, late))).toBe(1);
    expect(sectionOf(exited('2015-01', {}, { exits: [anExit(2015, '2016-01-10')] }))).toBeNull();
  });
  it('keeps a household that fell back, and says when', () => {
    const relapsed = { ...exitsIn2016, relapses: ['2017-02-01'], status: 'RELAPSED' };
    expect(listed(exited('2015-01', {}, relapsed))[0]).toMatchObject({ relapsedOn: '2017-02-01', registryStatus: 'RELAPSED' });
  });
  it('says nothing of a relapse that is dated after the freeze', () => {
    const statuses = [
      { from: '2016-11-15', value: 'EXITED' },
      { from: '2017-03-25', value: 'RELAPSED' },
    ];
    const later = { ...exitsIn2016, relapses: ['2017-03-25'], statuses, status: 'RELAPSED' };
    expect(listed(exited('2015-01', {}, later))[0]).toMatchObject({ relapsedOn: null, registryStatus: 'EXITED' });
  });
  it('does not list the second exit’s date for a relapse before it', () => {
    const twice = { exits: [anExit(2016, '2016-02-01'), anExit(2016, '2016-12-01')], relapses: ['2016-06-01'] };
    const stoppedEarly = exited('2015-01', { stoppedFrom: '2016-06' }, twice);
    expect(listed(stoppedEarly)[0]).toMatchObject({ section: 1, exitedOn: '2016-12-01', relapsedOn: null });
  });
  it('counts nobody who has died, though a case still names them (CR-23)', () => {
    const dead = { registration: exitsIn2016, cases: [aCase(['p-dead'], '2015-01')] };
    expect(sectionOf(aHousehold(dead))).toBe(1);
    expect(sectionOf(aHousehold({ ...dead, household: { deceased: { 'p-dead': '2015-12-01' } } }))).toBeNull();
  });
  it('counts a provisional covered member for its household (S-11), without a line of its own', () => {
    const doubtful = aHousehold({ registration: exitsIn2016, cases: [aCase(['p-doubtful'], '2015-01')] });
    expect(listed(doubtful)).toMatchObject([
      { coveredMembers: 1, cases: [], casesWithoutLine: [{ caseNo: '530124010001', monthlyBenefitFen: 13_950 }] },
      { coveredMembers: 1, cases: [], casesWithoutLine: [{ caseNo: '530124010001' }] },
    ]);
    const both = aHousehold({ registration: exitsIn2016, cases: [aCase(['h-1-a', 'p-doubtful'], '2015-01')] });
    expect(listed(both)).toMatchObject([{ casesWithoutLine: [], cases: [{}] }, { casesWithoutLine: [] }]);
  });
  it('does not count a person who left the registration, though the case still named them in the window (S-20)', () => {
    const daughter = aCase(['p-daughter'], '2015-01', { stoppedFrom: '2016-12' });
    const family = (former: readonly string[]) => aHousehold({ registration: exitsIn2016, cases: [daughter], former });
    expect(sectionOf(family(['p-daughter']))).toBeNull();
    expect(sectionOf(family([]))).toBe(1);
  });
  it('counts a case that lives in the applicant’s household for the member it covers (CR-25), not for the applicant’s', () => {
    const covers = aHousehold({ householdId: 'h-1', registration: exitsIn2016 });
    const applies = aHousehold({ householdId: 'h-2', registration: exitsIn2016, cases: [aCase(['h-1-b'], '2015-01')] });
    expect(listed(covers, applies).map(({ householdId, cases }) => [householdId, cases.length])).toEqual([
      ['h-1', 0],
      ['h-1', 1],
    ]);
  });
  it('prints one line a member, dibao columns for the covered one only', () =>
    expect(listed(exited('2015-01')).map(({ person, cases }) => [person, cases.length])).toEqual([
      ['h-1-a', 1],
      ['h-1-b', 0],
    ]));
  it('counts as 保障人口数 who is covered in the freeze’s month, while the case that brought the household here is still printed', () => {
    expect(listed(exited('2015-01'))[0]).toMatchObject({ coveredMembers: 1, cases: [{ atFreeze: 'ACTIVE' }] });
    expect(listed(exited('2015-01', { stoppedFrom: '2017-03' }))[0]).toMatchObject({
      coveredMembers: 0,
      cases: [{ atExit: 'ACTIVE', atFreeze: 'STOPPED' }],
    });
    expect(listed(exited('2015-01', { leftFile: '2017-02' }))[0]).toMatchObject({ coveredMembers: 0 });
  });
  it('counts it at the first freeze’s month when a supplement comes later', () => {
    const stopped = exited('2015-01', { stoppedFrom: '2017-05' });
    expect(exitListLines([stopped], aScope({ freezeOn: '2017-06-10' }))[0]).toMatchObject({ coveredMembers: 1 });
  });
  it('prints the amount of the last month paid in the window', () => {
    const amounts = [
      { from: '2015-01', fen: 100 },
      { from: '2016-12', fen: 200 },
      { from: '2017-05', fen: 900 },
    ];
    expect(listed(exited('2015-01', { amounts }))[0]!.cases[0]!.monthlyBenefitFen).toBe(200);
    expect(listed(exited('2015-01', { amounts, stoppedFrom: '2016-12' }))[0]!.cases[0]!.monthlyBenefitFen).toBe(100);
  });
  it('prints several cases of a person in case-number order', () => {
    const cases = [aCase(['h-1-a'], '2015-01', { caseNo: '9' }), aCase(['h-1-a'], '2016-05', { caseNo: '10' })];
    expect(listed(aHousehold({ registration: exitsIn2016, cases }))[0]!.cases.map(({ caseNo }) => caseNo)).toEqual(['10', '9']);
  });
});

describe('section 2 (S-20): planned for the year and not out', () => {
  const planned = (plans: readonly ReturnType<typeof aPlan>[], registration: object = {}) =>
    aHousehold({ registration: { plans, ...registration } });

  it('lists the household whether it is covered or not', () => {
    expect(sectionOf(planned([aPlan(2016, '2016-03-01')]))).toBe(2);
    const covered = aHousehold({ registration: { plans: [aPlan(2016, '2015-12-01')] }, cases: [aCase(['h-1-a'], '2015-01')] });
    expect(listed(covered)[0]).toMatchObject({ section: 2, plannedYear: 2016, exitYear: null, cases: [{ atExit: null }] });
  });
  it('lists a plan that was put off within the year', () =>
    expect(sectionOf(planned([aPlan(2016, '2015-12-01'), aPlan(2017, '2016-09-01')]))).toBe(2));
  it('leaves out a plan put off before the year, and keeps one that is first named when it is over (ADR 7)', () => {
    expect(sectionOf(planned([aPlan(2016, '2015-03-01'), aPlan(2017, '2015-12-31')]))).toBeNull();
    expect(sectionOf(planned([aPlan(2016, '2017-01-15')]))).toBe(2);
    expect(sectionOf(planned([aPlan(2017, '2016-01-15')]))).toBeNull();
  });
  it('leaves out what left, or was removed, before the year', () => {
    expect(sectionOf(planned([aPlan(2016, '2015-03-01')], { exits: [anExit(2015, '2015-11-01')] }))).toBeNull();
    expect(sectionOf(planned([aPlan(2016, '2015-03-01')], { removedOn: '2015-12-31' }))).toBeNull();
  });
  it('leaves out a plan that was dropped before the year, and keeps one that was dropped in it or made again', () => {
    const dropped = (on: LocalDate) => ({ notAchieved: [{ targetYear: 2016, on, reason: null }] });
    expect(sectionOf(planned([aPlan(2016, '2015-03-01')], dropped('2015-09-30')))).toBeNull();
    expect(sectionOf(planned([aPlan(2016, '2015-03-01')], dropped('2016-06-30')))).toBe(2);
    expect(sectionOf(planned([aPlan(2016, '2015-03-01'), aPlan(2016, '2016-02-01')], dropped('2015-09-30')))).toBe(2);
  });
  it('keeps what left early and fell back with its plan', () => {
    const fellBack = { exits: [anExit(2015, '2015-11-01')], relapses: ['2016-03-01' as LocalDate] };
    expect(sectionOf(planned([aPlan(2016, '2015-03-01')], fellBack))).toBe(2);
  });
  it('keeps a household removed in the year, with its last roster', () =>
    expect(sectionOf(planned([aPlan(2016, '2015-03-01')], { removedOn: '2016-08-01' }))).toBe(2));
  it('gives way to section 1 and to an exit without dibao', () => {
    expect(sectionOf(planned([aPlan(2016, '2016-01-01')], exitsIn2016))).toBeNull();
  });
  it('shows a household whose case stopped before the freeze as one without dibao (YN-13)', () => {
    const registration = { plans: [aPlan(2016, '2016-01-01')] };
    const stopped = aHousehold({ registration, cases: [aCase(['h-1-a'], '2015-01', { stoppedFrom: '2017-02' })] });
    expect(listed(stopped)[0]).toMatchObject({ section: 2, coveredMembers: 0, cases: [{ atFreeze: 'STOPPED' }] });
  });
  it('prints why the exit was not achieved', () => {
    const notAchieved = [{ targetYear: 2016, on: '2016-12-31' as LocalDate, reason: '住房不达标' }];
    expect(listed(planned([aPlan(2016, '2016-01-01')], { notAchieved }))[0]!.notExitedReason).toBe('住房不达标');
  });
});

describe('whose list it is', () => {
  const moved = (heldBy: string | null) => aHousehold({ heldBy, registration: { plans: [aPlan(2016, '2016-01-01')] } });
  it('is that of the county that held the registration last in the year', () => {
    expect(sectionOf(moved('530124'))).toBe(2);
    expect(sectionOf(moved('530111'))).toBeNull();
    expect(sectionOf(moved(null))).toBeNull();
  });
  it('covers earlier codes of the county and prints the current one', () => {
    const old = aHousehold({ heldBy: '530122', registration: { division: '530122101001', plans: [aPlan(2016, '2016-01-01')] } });
    const [line] = exitListLines([old], aScope({ county: '530115', countyLineage: ['530122', '530115'] }));
    expect(line!.division).toBe('530115101001');
  });
  it('has nothing of a household merged into another', () =>
    expect(
      listed(aHousehold({ household: { supersededBy: 'h-9' }, registration: { plans: [aPlan(2016, '2016-01-01')] } })),
    ).toEqual([]));
});

describe('what a check finds', () => {
  const planned = { plans: [aPlan(2016, '2016-01-01')] };
  it('blocks on a qualifying household without a member (CR-27)', () =>
    expect(problemsOf([aHousehold({ people: [], registration: planned })], aScope())).toMatchObject([
      { ruleId: 'CR-27', householdId: 'h-1', blocking: true, detail: '530124000001 belongs on the list and has no member' },
    ]));
  it('names, and does not block on, one whose last member has died: there is nobody left to list', () => {
    const died = aHousehold({ people: [], registration: planned, household: { deceased: { 'p-1': '2016-11-02' } } });
    expect(problemsOf([died], aScope())).toMatchObject([{ ruleId: 'CR-27', householdId: 'h-1', blocking: false }]);
  });
  it('blocks on one 户编号 in two households (CR-27)', () => {
    const twice = ['h-1', 'h-2'].map((householdId) => aHousehold({ householdId, registration: { ...planned, registryNo: '1' } }));
    expect(problemsOf(twice, aScope())).toMatchObject([
      { ruleId: 'CR-27', householdId: 'h-2', blocking: true, detail: '1 is the number of h-1 too' },
    ]);
  });
  it('names a person in two households (CR-03) and leaves them in the smaller one', () => {
    const families = [
      aHousehold({ householdId: 'h-1', people: ['p-son', 'p-father'], registration: planned }),
      aHousehold({ householdId: 'h-2', people: ['p-son'], registration: planned }),
    ];
    expect(problemsOf(families, aScope())).toMatchObject([{ ruleId: 'CR-03', householdId: 'h-1', blocking: false }]);
    expect(listed(...families).map(({ householdId, person }) => [householdId, person])).toEqual([
      ['h-1', 'p-father'],
      ['h-2', 'p-son'],
    ]);
  });
});
