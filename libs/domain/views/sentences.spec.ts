import { householdEventNames } from '../household/event-names';
import type { HouseholdEvent } from '../household/household.events';
import { sentenceOf } from './event-sentences';

type Type = HouseholdEvent['type'];
const one = { covered: true };
const links = [{ person: 'p-1' }, { person: 'p-1' }, { person: 'p-2' }];

/** Each event with what it says, and its sentence; what a sentence does not use is left out. */
const table: readonly (readonly [Type, object, string])[] = [
  ['HouseholdEnrolled', { registryNo: '7', members: [one] }, 'entered the poverty registry as 7 with 1 person'],
  ['HouseholdRenumbered', { was: '7', registryNo: '8' }, 'registration 7 became 8'],
  ['HouseholdAttributesChanged', { attributes: { mainCause: '因病' } }, 'the registry changed its record (main cause 因病)'],
  ['HouseholdAttributesChanged', { attributes: { mainCause: null } }, 'the registry changed its record (main cause not given)'],
  ['ExitPlanned', { targetYear: 2016 }, 'was planned to leave poverty in 2016'],
  ['ExitNotAchieved', { targetYear: 2016, reason: '因病' }, 'did not leave poverty in 2016 as planned because 因病'],
  ['ExitNotAchieved', { targetYear: 2016, reason: null }, 'did not leave poverty in 2016 as planned'],
  ['PovertyExited', { exitYear: 2016, unplanned: false, decidedOn: '2016-11-15' }, 'left poverty, counted for 2016'],
  [
    'PovertyExited',
    { exitYear: 2016, unplanned: true, decidedOn: null },
    'left poverty, counted for 2016, without a plan (no date given: end of the year)',
  ],
  ['ExitCorrected', { was: { exitYear: 2016 }, to: null }, 'its exit of 2016 was taken back'],
  [
    'ExitCorrected',
    { was: { exitYear: 2016 }, to: { exitYear: 2015, on: '2015-12-31' } },
    'its exit of 2016 was corrected to 2015 (2015-12-31)',
  ],
  ['PolicyEnded', {}, 'poverty policies ended'],
  ['Relapsed', { exitYear: 2016 }, 'fell back into poverty after its exit of 2016'],
  ['Relapsed', { exitYear: null }, 'fell back into poverty'],
  ['HouseholdRemoved', { registryNo: '7', reason: null }, 'the registry no longer lists 7'],
  ['HouseholdReinstated', { registryNo: '7' }, 'the registry lists 7 again'],
  [
    'DibaoEnrolled',
    { caseNo: '9', members: [one, one, { covered: false }], grantedFrom: '2016-01', monthlyBenefitFen: 13_950 },
    'dibao case 9 covers 2 persons from 2016-01, 139.50 yuan a month',
  ],
  [
    'BenefitChanged',
    { caseKey: 'c', oldFen: 100, newFen: 205, trigger: 'INCOME' },
    'benefit of c changed from 1.00 yuan a month to 2.05 yuan a month (INCOME)',
  ],
  ['ClassChanged', { caseKey: 'c', was: null, class: 'A' }, 'class of c changed from none to A'],
  ['ClassChanged', { caseKey: 'c', was: 'A', class: null }, 'class of c changed from A to none'],
  ['DibaoCorrected', { caseKey: 'c', grantedFrom: '2016-01' }, 'the record of c was corrected (granted from 2016-01)'],
  ['ReviewOpened', { caseKey: 'c', basis: 'CADENCE', dueOn: null }, 'a review of c was opened (CADENCE)'],
  ['ReviewOpened', { caseKey: 'c', basis: 'CADENCE', dueOn: '2017-01-01' }, 'a review of c was opened (CADENCE), due 2017-01-01'],
  ['ReviewCompleted', { caseKey: 'c', outcome: 'KEEP' }, 'a review of c was completed: KEEP'],
  ['ReviewCompleted', { caseKey: 'c', outcome: null }, 'a review of c was completed: outcome not reported'],
  [
    'VerificationCompleted',
    { caseKey: 'c', verificationReportNo: 'V1', completedOn: '2016-01-01' },
    'verification V1 of c was completed on 2016-01-01',
  ],
  ['TransitionStarted', { caseKey: 'c', endsOn: null }, 'a transition of c began'],
  ['TransitionStarted', { caseKey: 'c', endsOn: '2017-01-01' }, 'a transition of c began, until 2017-01-01'],
  ['TransitionEnded', { caseKey: 'c', outcome: 'RESTORE' }, 'the transition of c ended: RESTORE'],
  ['TransitionEnded', { caseKey: 'c', outcome: null }, 'the transition of c ended: outcome not reported'],
  ['DibaoSuspended', { caseKey: 'c', effectiveMonth: '2016-05', reason: null }, 'payment of c was suspended from 2016-05'],
  ['DibaoResumed', { caseKey: 'c', effectiveMonth: '2016-05' }, 'payment of c was resumed from 2016-05'],
  [
    'DibaoWithdrawn',
    { caseKey: 'c', stoppedFrom: '2016-05', reason: 'VOLUNTARY' },
    'dibao of c was withdrawn, first month without benefit 2016-05 because VOLUNTARY',
  ],
  ['DibaoLeftFile', { caseKey: 'c', lastCovered: '2016-05' }, 'civil affairs no longer lists c; last covered 2016-05'],
  ['DibaoReturnedToFile', { caseKey: 'c' }, 'civil affairs lists c again'],
  ['MemberAdded', { caseKey: null, cause: null }, 'a person joined the registration'],
  ['MemberRemoved', { caseKey: 'c', cause: '死亡' }, 'a person left case c because 死亡'],
  ['MemberDeceased', {}, 'a member died'],
  [
    'MemberCorrected',
    { caseKey: null, changed: ['sex', 'health'] },
    "a person's record in the registration was corrected: sex, health",
  ],
  ['HeadChanged', {}, 'the head of the household changed'],
  ['HouseholdMoved', { caseKey: null, fromDivision: '1', toDivision: '2' }, 'the household moved from 1 to 2'],
  ['HouseholdMoved', { caseKey: 'c', fromDivision: '1', toDivision: '2' }, 'case c moved from 1 to 2'],
  [
    'DivisionCodeMapped',
    { caseKey: null, fromDivision: '1', toDivision: '2' },
    'the division of the household has the code 2 instead of 1',
  ],
  [
    'DivisionCodeMapped',
    { caseKey: 'c', fromDivision: '1', toDivision: '2' },
    'the division of case c has the code 2 instead of 1',
  ],
  ['HouseholdLinked', { links, linkClass: 'FULL' }, 'registration and dibao share 2 persons (FULL)'],
  ['HouseholdMerged', { role: 'SURVIVOR', cases: [1, 2], other: 'h-2' }, 'took over 2 cases of h-2'],
  ['HouseholdMerged', { role: 'SUPERSEDED', cases: [], other: 'h-2' }, 'was merged into h-2'],
  ['HouseholdSplit', { role: 'PREDECESSOR', members: [one, one], cases: [], other: 'h-2' }, '2 persons left to form h-2'],
  ['DifferenceFound', { ruleId: 'CR-18', detail: 'd' }, 'difference CR-18 found: d'],
  ['DifferenceResolved', { ruleId: 'CR-18' }, 'difference CR-18 resolved'],
  ['EventRetracted', { ofEvent: 'e-1', reason: 'undo' }, 'event e-1 was retracted because undo'],
];

describe('an event in words', () => {
  it.each(table)('%s %j: %s', (type, said, sentence) =>
    expect(sentenceOf({ type, ...said } as unknown as HouseholdEvent)).toBe(sentence),
  );

  it('is there for every type', () =>
    expect([...new Set(table.map(([type]) => type))].toSorted()).toEqual(Object.keys(householdEventNames).toSorted()));
});
