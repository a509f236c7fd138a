import type { ExitList, Item } from '@xianjie/domain';
import { summaryOf } from './summaries';

describe('the summary of a list', () => {
  const version = (number: number, kind: string, stage: string) => ({ version: number, kind, stage });
  const item = (of: number, outcome: Item['outcome']): Item => ({
    ...{ itemId: `${of}-0001`, version: of, section: 1, change: null, householdId: 'h-1', caseKey: null, township: '530124101' },
    ...{ dueOn: null, outcome, reason: null, escalatedOn: null },
  });

  it('counts no tasks of a version that a replacement has superseded: they wait for nobody (S-22)', () => {
    const list = {
      ...{ openedOn: '2017-01-01', dueOn: '2017-03-31', check: null, overdueOn: null, closedOn: null },
      versions: [
        version(1, 'ORIGINAL', 'ACKNOWLEDGED'),
        version(2, 'SUPPLEMENT', 'REJECTED'),
        version(3, 'REPLACEMENT', 'ACKNOWLEDGED'),
      ],
      items: [item(1, null), item(3, 'KEPT'), item(3, null)],
    } as unknown as ExitList;
    const summary = summaryOf({ county: '530124', year: 2016, listId: 'XJ-530124-2016', stage: 'IN_REVIEW', list });
    expect(summary).toMatchObject({ items: { total: 2, open: 1 } });
  });
});
