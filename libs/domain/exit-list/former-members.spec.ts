import type { HouseholdEvent, RecordedHouseholdEvent } from '../household/household.events';
import { aMember } from './household.fixture';
import { formerMembers } from './former-members';

const removed = (person: string, caseKey: string | null = null): HouseholdEvent => ({
  ...{ type: 'MemberRemoved', on: '2016-12-31', caseKey, person, cause: null },
});
const recorded = (...events: readonly HouseholdEvent[]): readonly RecordedHouseholdEvent[] =>
  events.map((event, index) => ({ eventId: `e-${index + 1}`, event, county: '530124', version: index + 1 }));

describe('former members', () => {
  it('are those whom the registration listed and lists no more, not those whom a case dropped', () =>
    expect([...formerMembers(recorded(removed('p-1'), removed('p-2', 'RURAL/1/2015-01')))]).toEqual(['p-1']));

  it('are not those whose departure was taken back (S-9)', () =>
    expect([
      ...formerMembers(recorded(removed('p-1'), { type: 'EventRetracted', on: '2017-01-05', ofEvent: 'e-1', reason: 'undo' })),
    ]).toEqual([]));

  it('are those who founded a household of their own', () => {
    const split = { type: 'HouseholdSplit', on: '2016-06-30', role: 'PREDECESSOR', other: 'h-2', otherVersion: 1 } as const;
    expect([...formerMembers(recorded({ ...split, members: [aMember('p-3', '03')], cases: [] }))]).toEqual(['p-3']);
  });
});
