import { effectiveBy } from './as-of';
import type { HouseholdEvent, RecordedHouseholdEvent } from './household.events';

const recorded = (version: number, event: HouseholdEvent): RecordedHouseholdEvent => ({
  ...{ eventId: `e-${version}`, event, county: '530124', version },
});
const events = [
  recorded(1, { type: 'ExitPlanned', on: '2016-01-01', targetYear: 2016 }),
  recorded(2, { type: 'ExitPlanned', on: '2016-06-30', targetYear: 2017 }),
  recorded(3, { type: 'ExitPlanned', on: '2016-07-01', targetYear: 2018 }),
  recorded(4, { type: 'EventRetracted', on: '2017-01-05', ofEvent: 'e-1', reason: 'undo' }),
];
const versions = (by: Parameters<typeof effectiveBy>[1]) => effectiveBy(events, by).map(({ version }) => version);

describe('what is effective by a day (S-9)', () => {
  it('is what is dated until then, that day included, and every retraction', () =>
    expect([versions('2016-06-30'), versions('2016-06-29'), versions('2015-12-31')]).toEqual([[1, 2, 4], [1, 4], [4]]));
  it('is everything where no day is asked for', () =>
    expect([versions(null), versions(undefined)]).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]));
});
