import { countsOf, problemsOf } from './completeness';
import { aHousehold, aPlan, aScope, anExit, aCase } from './household.fixture';
import type { ListedHousehold } from './line';
import { exitListLines } from './lines';
import type { Line } from './line';
import { standingLines, supplementLines } from './supplement';

const planned = { plans: [aPlan(2016, '2016-01-01')] };
const exited = (householdId: string, people?: readonly string[]) =>
  aHousehold({
    householdId,
    people: people ?? [`${householdId}-a`, `${householdId}-b`],
    registration: { exits: [anExit(2016, '2016-11-15')] },
    cases: [aCase([people?.[0] ?? `${householdId}-a`], '2015-01', { caseNo: householdId })],
  });
const linesOf = (...households: ListedHousehold[]) => exitListLines(households, aScope());

it('a list counts households and lines of each section', () =>
  expect(
    countsOf(linesOf(exited('h-1'), exited('h-2', ['p-1']), aHousehold({ householdId: 'h-3', registration: planned }))),
  ).toEqual({
    ...{ exitedHouseholds: 2, exitedLines: 3, plannedHouseholds: 1, plannedLines: 2 },
  }));

describe('a person in two households of one size (CR-03)', () => {
  const twins = ['h-2', 'h-1'].map((householdId) => aHousehold({ householdId, people: ['p-son'], registration: planned }));
  it('stays in the first of them in list order', () =>
    expect(linesOf(...twins).map(({ householdId }) => householdId)).toEqual(['h-1']));
  it('is told with the household that is not on the list for it', () =>
    expect(problemsOf(twins, aScope())).toMatchObject([
      {
        ruleId: 'CR-03',
        householdId: 'h-2',
        detail: 'p-son stands in two households of section 2; this one has no other member',
      },
    ]));
  it('is told without that where others of the household stay', () =>
    expect(
      problemsOf([...twins, aHousehold({ householdId: 'h-3', people: ['p-son', 'p-1'], registration: planned })], aScope()),
    ).toMatchObject([{ householdId: 'h-2' }, { householdId: 'h-3', detail: 'p-son stands in two households of section 2' }]));
});

describe('a supplement (S-22)', () => {
  const [was, now] = [linesOf(exited('h-2'), exited('h-3')), linesOf(exited('h-1'), exited('h-2'))];
  const supplement = supplementLines([was], now);
  it('marks what is new and what no longer holds, in list order', () =>
    expect(supplement.map(({ householdId, change }) => [householdId, change])).toEqual([
      ...[
        ['h-1', 'ADDED'],
        ['h-1', 'ADDED'],
        ['h-3', 'WITHDRAWN'],
        ['h-3', 'WITHDRAWN'],
      ],
    ]));
  it('adds whom the rules of a freeze left out, and takes back only what was issued', () => {
    const changes = (issued: readonly Line[]) =>
      supplementLines([was], now, [issued]).map(({ householdId, change }) => `${householdId} ${change}`);
    const one = (householdId: string) => was.filter((line) => line.householdId === householdId);
    expect(new Set(changes(one('h-3')))).toEqual(new Set(['h-1 ADDED', 'h-2 ADDED', 'h-3 WITHDRAWN']));
    expect(new Set(changes(one('h-2')))).toEqual(new Set(['h-1 ADDED']));
    expect(changes(now)).toEqual([]);
  });
  it('stands with what it supplements, in list order', () =>
    expect(standingLines([was, supplement]).map(({ householdId, memberNo }) => `${householdId} ${memberNo}`)).toEqual([
      ...['h-1 01', 'h-1 02', 'h-2 01', 'h-2 02'],
    ]));
});

it('a number that was given to another family once its own had left is named, and blocks nothing (CR-27, S-10)', () => {
  const numbered = (householdId: string, said: object = {}) =>
    aHousehold({ householdId, registration: { ...planned, registryNo: '1', ...said } });
  const gone = numbered('h-1', { removedOn: '2016-12-31' });
  expect(problemsOf([gone, numbered('h-2')], aScope())).toMatchObject([{ ruleId: 'CR-27', householdId: 'h-2', blocking: false }]);
  const blocking = problemsOf([gone, numbered('h-2'), numbered('h-3')], aScope()).filter((problem) => problem.blocking);
  expect(blocking).toMatchObject([{ householdId: 'h-3', detail: '1 is the number of h-2 too' }]);
});
