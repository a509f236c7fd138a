import { acknowledgeAs, acts, after, by, freezeAs, on, perform, said, signAs, upTo } from './acts.fixture';
import { escalateItems } from './closing';
import { aCase, aHousehold, aPlan, aScope, anExit } from './household.fixture';
import { closeItem, itemsFor, outcomesFor } from './items';
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
  it('are one for a case that covers only somebody whose row in the registry is in doubt (S-11)', () =>
    expect(tasks({ registration: exitsIn2016, cases: [aCase(['p-doubtful'], '2015-01', { county: '530111' })] })).toMatchObject([
      { householdId: 'h-1', caseKey: 'RURAL/530124010001/2015-01', payingCounty: '530111' },
    ]));
  it('are two where a household is withdrawn without a case and added with one', () => {
    const listed = (household: Parameters<typeof aHousehold>[0], change: 'WITHDRAWN' | 'ADDED') =>
      exitListLines([aHousehold(household)], aScope()).map((line) => ({ ...line, change }));
    const withdrawn = listed({ registration: { plans: [aPlan(2016, '2016-01-01')] } }, 'WITHDRAWN');
    const added = listed({ registration: exitsIn2016, cases: [aCase(['h-1-a'], '2015-01', { caseNo: '1' })] }, 'ADDED');
    expect(itemsFor([...withdrawn, ...added])).toMatchObject([
      { section: 2, change: 'WITHDRAWN', caseKey: null },
      { section: 1, change: 'ADDED', caseKey: 'RURAL/1/2015-01' },
    ]);
  });
  it('are two where a case is withdrawn with one household and added with another', () => {
    const spell = aCase(['h-1-a', 'h-2-a'], '2015-01');
    const listed = (householdId: string, change: 'WITHDRAWN' | 'ADDED') =>
      exitListLines([aHousehold({ householdId, registration: exitsIn2016, cases: [spell] })], aScope()).map((line) => ({
        ...line,
        change,
      }));
    const items = itemsFor([...listed('h-1', 'WITHDRAWN'), ...listed('h-2', 'ADDED')]);
    expect(items.map(({ change, householdId, caseKey }) => [change, householdId, caseKey])).toEqual([
      ['WITHDRAWN', 'h-1', spell.caseKey],
      ['ADDED', 'h-2', spell.caseKey],
    ]);
  });
  it('name the county that pays, where it is another', () =>
    expect(tasks({ registration: exitsIn2016, cases: [aCase(['h-1-a'], '2015-01', { county: '530111' })] })).toMatchObject([
      { payingCounty: '530111', township: '530124101' },
    ]));
});

describe('tasks and their outcomes', () => {
  const inReview = after(...upTo('dispatch'));
  const close = (itemId: string, outcome: Parameters<typeof closeItem>[1]['outcome'], reason = '核实') =>
    said(closeItem(inReview, { on, itemId, outcome, reason, reviewId: null, by }));
  it('a case can be withdrawn, tapered, kept, changed, found no dibao, or disputed; never enrolled', () => {
    expect(outcomesFor({ caseKey: 'c' })).toEqual([
      'WITHDRAWN',
      'TRANSITION',
      'KEPT',
      'BENEFIT_CHANGED',
      'NOT_DIBAO',
      'DISPUTED',
    ]);
    for (const outcome of outcomesFor({ caseKey: 'c' })) expect(close('1-0001', outcome)).toBe('yes');
    expect(close('1-0001', 'ENROLLED')).toBe('outcome-not-for-this-item');
  });
  it('a household without a case can be enrolled, found no dibao, or disputed; nothing can be withdrawn from it', () => {
    for (const outcome of ['ENROLLED', 'NOT_DIBAO', 'DISPUTED'] as const) expect(close('1-0002', outcome)).toBe('yes');
    for (const outcome of ['WITHDRAWN', 'TRANSITION', 'KEPT', 'BENEFIT_CHANGED'] as const)
      expect(close('1-0002', outcome)).toBe('outcome-not-for-this-item');
  });
  it('wait until their own version is acknowledged', () =>
    expect(said(acts.dispatch(after(...upTo('dispatch'), 'check', 'freeze')))).toBe('not-acknowledged'));
  it('every outcome has a reason, and only what was dispatched has one', () => {
    expect(close('1-0001', 'KEPT', '  ')).toBe('no-reason');
    expect(close('9-0001', 'KEPT')).toBe('no-such-item');
  });
  it('an open one is escalated once, the day after it was due (CR-29)', () => {
    const escalated = escalateItems(inReview, { on: '2017-05-21', by });
    expect(escalated).toMatchObject({ events: [{ itemId: '1-0001' }, { itemId: '1-0002' }] });
    expect(escalateItems(inReview, { on: '2017-05-20', by })).toMatchObject({ events: [] });
    expect(escalateItems(perform(inReview, escalated), { on: '2017-05-22', by })).toMatchObject({ events: [] });
    expect(escalateItems(after(...upTo('settleCase')), { on: '2017-05-21', by })).toMatchObject({
      events: [{ itemId: '1-0002' }],
    });
  });
});

describe('a closed list', () => {
  it('counts the outcomes of its tasks', () =>
    expect(acts.close(after(...upTo('settleOther')))).toMatchObject({
      events: [
        {
          type: 'ListClosed',
          outcomes: [
            { outcome: 'KEPT', items: 1 },
            { outcome: 'ENROLLED', items: 1 },
          ],
        },
      ],
    }));
  it('has had the tasks of those without an exit dispatched, also where nobody has exited', () => {
    const counts = { exitedHouseholds: 0, exitedLines: 0, plannedHouseholds: 1, plannedLines: 1 };
    const planned = [freezeAs({ counts }), signAs(), acts.deliver, acknowledgeAs({ lines: 1 })].reduce(
      (list, act) => perform(list, act(list)),
      after('open', 'check'),
    );
    expect(said(acts.close(planned))).toBe('not-dispatched');
  });
  it('can be one without a line, of which there is nothing to dispatch', () => {
    const counts = { exitedHouseholds: 0, exitedLines: 0, plannedHouseholds: 0, plannedLines: 0 };
    const empty = [freezeAs({ counts, proofs: [] }), signAs(), acts.deliver, acknowledgeAs({ lines: 0 })].reduce(
      (list, act) => perform(list, act(list)),
      after('open', 'check'),
    );
    expect(acts.close(empty)).toMatchObject({ outcome: 'accepted', events: [{ outcomes: [] }] });
  });
});
