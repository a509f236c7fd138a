import { aCase, aHousehold, aPlan, aScope, anExit } from './household.fixture';
import { itemsFor } from './items';
import { exitListLines } from './lines';

const exitsIn2016 = { exits: [anExit(2016, '2016-11-15')] };
const tasks = (...households: Parameters<typeof aHousehold>[0][]) =>
  itemsFor(exitListLines(households.map(aHousehold), aScope()));

describe('the tasks of a list (S-22)', () => {
  it('are one for each dibao case, whoever of the family it covers', () => {
    const cases = [aCase(['h-1-a', 'h-1-b'], '2015-01', { caseNo: '1' }), aCase(['h-1-b'], '2016-01', { caseNo: '2' })];
    expect(tasks({ registration: exitsIn2016, cases })).toMatchObject([
      { caseKey: 'RURAL/1/2015-01', payingCounty: '530124', township: '530124101', section: 1 },
      { caseKey: 'RURAL/2/2016-01' },
    ]);
  });
  it('are one for a household without a case', () =>
    expect(tasks({ registration: { plans: [aPlan(2016, '2016-01-01')] } })).toEqual([
      { ...{ section: 2, change: null, householdId: 'h-1', caseKey: null, payingCounty: null }, township: '530124101' },
    ]));
  it('are one for a case that spans two households (CR-25), at the first of them', () => {
    const spanning = aCase(['h-1-a', 'h-2-a'], '2015-01');
    const families = [
      { householdId: 'h-1', registration: exitsIn2016, cases: [spanning] },
      { householdId: 'h-2', registration: exitsIn2016 },
    ];
    expect(tasks(...families).map(({ householdId, caseKey }) => [householdId, caseKey])).toEqual([['h-1', spanning.caseKey]]);
  });
  it('name the county that pays, where it is another', () =>
    expect(tasks({ registration: exitsIn2016, cases: [aCase(['h-1-a'], '2015-01', { county: '530111' })] })).toMatchObject([
      { payingCounty: '530111', township: '530124101' },
    ]));
});
