import { foldHousehold } from '@xianjie/domain';
import type { HouseholdEvent } from '@xianjie/domain';
import { COUNTY, enrolled, granted } from './history.fixture';
import { tableRows } from './rows';

const elsewhere = '530128';
const began = (caseNo: string, grantedFrom: string, county = COUNTY): HouseholdEvent => ({
  ...(granted(caseNo, ['p-1']) as Extract<HouseholdEvent, { type: 'DibaoEnrolled' }>),
  ...{ grantedFrom: grantedFrom as '2016-01', caseKey: `RURAL/${caseNo}`, county, division: `${county}204200` },
});
const leftFile = (caseNo: string): HouseholdEvent => ({
  ...{ type: 'DibaoLeftFile', on: '2016-05-31', caseKey: `RURAL/${caseNo}`, lastCovered: '2016-05' },
});

/** The county in which the household is looked for. */
const homeOf = (...events: HouseholdEvent[]): unknown => {
  const recorded = events.map((event, at) => ({ event, eventId: `e-${at}`, county: COUNTY, version: at + 1 }));
  const state = foldHousehold(recorded);
  const { household } = tableRows([{ household: 'h-1', version: events.length, position: 1, county: COUNTY, state }]);
  return (household[0] as { county: string; division: string }).county;
};

describe('a household is looked for', () => {
  it('where the registry lists it, whoever pays', () =>
    expect(homeOf(enrolled('1', ['p-1']), began('1', '2016-01', elsewhere))).toBe(COUNTY));

  it('without a registration where its open case is, not where one has ended', () => {
    expect(homeOf(began('1', '2011-07'), leftFile('1'), began('2', '2016-06', elsewhere))).toBe(elsewhere);
    expect(homeOf(began('2', '2010-06', elsewhere), began('1', '2011-07'), leftFile('1'))).toBe(elsewhere);
  });

  it('of several open cases where the last began, in whatever order they were heard', () => {
    const cases = [began('1', '2013-12'), began('2', '2015-06', elsewhere)] as const;
    expect([homeOf(...cases), homeOf(...cases.toReversed())]).toEqual([elsewhere, elsewhere]);
  });

  it('when all have ended where the last began', () =>
    expect(homeOf(began('1', '2011-07'), leftFile('1'), began('2', '2012-06', elsewhere), leftFile('2'))).toBe(elsewhere));
});
