import { aCaseMember, aDibaoReport, aRegistryReport, CASE, dibaoAbsent, family, registryAbsent } from './household.fixture';
import type { LocalDate } from '../values';
import type { HouseholdReport } from './reports';

const open = (...reports: readonly HouseholdReport[]) => family(...reports).state.differences;
const covering = (...persons: readonly string[]) => persons.map((person) => aCaseMember(person));

describe('how grave a difference is', () => {
  it.each<[string, string, readonly HouseholdReport[]]>([
    ['BLOCK', 'CR-18', [aDibaoReport({ verificationReportNo: null, verifiedOn: null })]],
    ['WARNING', 'CR-12b', [aRegistryReport({ status: 'PLANNED', plannedYear: 2016 }), aDibaoReport({ status: 'TRANSITION' })]],
    ['WARNING', 'CR-24', [aRegistryReport(), aDibaoReport({ members: covering('p-1', 'p-2', 'p-3') })]],
    ['WARNING', 'CR-25', [aRegistryReport(), aDibaoReport({ members: covering('p-1', 'p-3') })]],
    ['WARNING', 'S-6', [aDibaoReport(), dibaoAbsent('2016-04-30')]],
  ])('%s: %s', (severity, ruleId, reports) =>
    expect(open(...reports)[`${ruleId}:${CASE}`]).toMatchObject({ ruleId, severity, caseKey: CASE }),
  );
});

describe('no difference', () => {
  it('is a transition once the registry has removed the household (CR-12b)', () =>
    expect(open(aRegistryReport(), aDibaoReport({ status: 'TRANSITION' }), registryAbsent('2016-06-30'))).toEqual({}));
  it('is what a case says of persons whom it does not cover (CR-24, CR-25)', () =>
    expect(
      open(aRegistryReport(), aDibaoReport({ members: [...covering('p-1', 'p-2'), aCaseMember('p-9', { covered: false })] })),
    ).toEqual({}));
  it('is a case of other persons beside the one that is linked (CR-24, CR-25)', () => {
    const other = aDibaoReport({ caseKey: 'RURAL:D2:2015-01', caseNo: 'D2', members: covering('p-7', 'p-8', 'p-9') });
    expect(open(aRegistryReport(), aDibaoReport(), other)).toEqual({});
  });
});

it('a difference is told again when it names others, or other figures, and closes with the last', () => {
  const household = family(aRegistryReport());
  const found = (month: number, ...persons: readonly string[]) =>
    household
      .hear(aDibaoReport({ asOf: `2016-0${month}-28` as LocalDate, members: covering(...persons) }))
      .flatMap((event) => (event.type === 'DifferenceFound' ? [[event.ruleId, event.persons.join(), event.detail]] : []));
  const outside = 'covers persons outside the registered household';
  expect(found(4, 'p-1', 'p-8')).toEqual([['CR-25', 'p-8', outside]]);
  expect(found(5, 'p-1', 'p-8')).toEqual([]);
  expect(found(6, 'p-1', 'p-9')).toEqual([['CR-25', 'p-9', outside]]);
  expect(found(7, 'p-1', 'p-9', 'p-99')).toEqual([
    ['CR-24', '', 'covers 3 of 2 registered members'],
    ['CR-25', 'p-9,p-99', outside],
  ]);
  expect(found(8, 'p-1', 'p-2', 'p-9', 'p-99')).toEqual([['CR-24', '', 'covers 4 of 2 registered members']]);
  expect(found(9, 'p-1')).toEqual([]);
  expect(household.state.differences).toEqual({});
});
