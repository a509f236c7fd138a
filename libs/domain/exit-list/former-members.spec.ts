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

  it('are those who founded a household of their own, but not in that household', () => {
    const split = { type: 'HouseholdSplit', on: '2016-06-30', other: 'h-2', otherVersion: 1 } as const;
    const parted = { ...split, members: [aMember('p-3', '03')], cases: [] };
    expect([...formerMembers(recorded({ ...parted, role: 'PREDECESSOR' }))]).toEqual(['p-3']);
    expect([...formerMembers(recorded({ ...parted, role: 'SUCCESSOR' }))]).toEqual([]);
  });

  it('are not those whose row was corrected', () => {
    const corrected = { type: 'MemberCorrected', on: '2016-06-30', caseKey: null, person: 'p-1', was: null } as const;
    expect([...formerMembers(recorded({ ...corrected, registryMember: null, caseMember: null, changed: ['sex'] }))]).toEqual([]);
  });
});
