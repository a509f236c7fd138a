import { CASE, aCaseMember, aDibaoReport, aRegistryMember, aRegistryReport, family } from './household.fixture';

const one = { person: 'p-2', diedOn: '2016-05-03' } as const;
const left = (asOf: '2016-06-30' | '2016-09-30') => aRegistryReport({ asOf, members: [aRegistryMember('p-1')], deaths: [one] });

describe('a death that a source says', () => {
  it('is recorded with its own day, and the member leaves for that reason', () => {
    const household = family(aRegistryReport());
    expect(household.hear(left('2016-06-30'))).toMatchObject([
      { type: 'MemberDeceased', on: '2016-05-03', person: 'p-2', diedOn: '2016-05-03' },
      { type: 'MemberRemoved', on: '2016-06-30', caseKey: null, person: 'p-2', cause: '死亡' },
    ]);
    expect(household.state.deceased).toEqual({ 'p-2': '2016-05-03' });
  });

  it('is recorded once, from whichever source it comes', () => {
    const household = family(aRegistryReport(), aDibaoReport(), left('2016-06-30'));
    expect(household.hear(left('2016-09-30')).map(({ type }) => type)).toEqual([]);
    const events = household.hear(aDibaoReport({ asOf: '2016-09-30', members: [aCaseMember('p-1')], deaths: [one] }));
    expect(events.filter(({ type }) => type === 'MemberDeceased')).toEqual([]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'MemberRemoved', caseKey: CASE, person: 'p-2', cause: '死亡' }),
    );
  });

  it('of two days keeps the earlier, whichever comes first', () => {
    const later = { ...one, diedOn: '2016-05-04' } as const;
    const [early, late] = [aRegistryReport({ deaths: [one] }), aDibaoReport({ deaths: [later] })];
    for (const reports of [
      [early, late],
      [late, early],
    ])
      expect(family(...reports).state.deceased).toEqual({ 'p-2': '2016-05-03' });
  });

  it('counts also in a file that comes late', () => {
    const household = family(aRegistryReport({ asOf: '2016-09-30' }));
    expect(household.hear(aRegistryReport({ asOf: '2016-06-30', deaths: [one] }))).toMatchObject([{ type: 'MemberDeceased' }]);
  });
});
