import type { HouseholdSplit } from '../household/family.events';
import type { HouseholdEvent } from '../household/household.events';
import type { Fen } from '../values';

const yuan = (fen: Fen): string => `${(fen / 100).toFixed(2)} yuan a month`;
const because = (reason: string | null): string => (reason ? ` because ${reason}` : '');
const persons = (count: number): string => (count === 1 ? '1 person' : `${count} persons`);
const roster = (caseKey: string | null): string => (caseKey === null ? 'the registration' : `case ${caseKey}`);

/** A case alone may go over, with the applicant whose household it follows. */
const splitSentence = ({ role, members, cases, other }: HouseholdSplit): string => {
  const followed = cases.length > 0 ? `case ${cases.map(({ caseNo }) => caseNo).join(', ')}` : null;
  if (members.length === 0)
    return role === 'PREDECESSOR' ? `${followed} went over to ${other}` : `${followed} came from ${other}`;
  const who = `${persons(members.length)}${followed ? ` and ${followed}` : ''}`;
  return role === 'PREDECESSOR' ? `${who} left to form ${other}` : `was formed by ${who} of ${other}`;
};

/** One event of a household's history in words, without any personal value; `explain` and the API print it. */
export const sentenceOf = (event: HouseholdEvent): string => {
  switch (event.type) {
    case 'HouseholdEnrolled':
      return `entered the poverty registry as ${event.registryNo} with ${persons(event.members.length)}`;
    case 'HouseholdRenumbered':
      return `registration ${event.was} became ${event.registryNo}`;
    case 'HouseholdAttributesChanged':
      return `the registry changed its record (main cause ${event.attributes.mainCause ?? 'not given'})`;
    case 'ExitPlanned':
      return `was planned to leave poverty in ${event.targetYear}`;
    case 'ExitNotAchieved':
      return `did not leave poverty in ${event.targetYear} as planned${because(event.reason)}`;
    case 'PovertyExited':
      return `left poverty, counted for ${event.exitYear}${event.unplanned ? ', without a plan' : ''}${event.decidedOn ? '' : ' (no date given: end of the year)'}`;
    case 'ExitCorrected':
      return event.to
        ? `its exit of ${event.was.exitYear} was corrected to ${event.to.exitYear} (${event.to.on})`
        : `its exit of ${event.was.exitYear} was taken back`;
    case 'PolicyEnded':
      return 'poverty policies ended';
    case 'Relapsed':
      return `fell back into poverty${event.exitYear ? ` after its exit of ${event.exitYear}` : ''}`;
    case 'HouseholdRemoved':
      return `the registry no longer lists ${event.registryNo}${because(event.reason)}`;
    case 'HouseholdReinstated':
      return `the registry lists ${event.registryNo} again`;
    case 'DibaoEnrolled':
      return `dibao case ${event.caseNo} covers ${persons(event.members.filter(({ covered }) => covered).length)} from ${event.grantedFrom}, ${yuan(event.monthlyBenefitFen)}`;
    case 'BenefitChanged':
      return `benefit of ${event.caseKey} changed from ${yuan(event.oldFen)} to ${yuan(event.newFen)} (${event.trigger})`;
    case 'ClassChanged':
      return `class of ${event.caseKey} changed from ${event.was ?? 'none'} to ${event.class ?? 'none'}`;
    case 'DibaoCorrected':
      return `the record of ${event.caseKey} was corrected (granted from ${event.grantedFrom})`;
    case 'ReviewOpened':
      return `a review of ${event.caseKey} was opened (${event.basis})${event.dueOn ? `, due ${event.dueOn}` : ''}`;
    case 'ReviewCompleted':
      return `a review of ${event.caseKey} was completed: ${event.outcome ?? 'outcome not reported'}`;
    case 'VerificationCompleted':
      return `verification ${event.verificationReportNo} of ${event.caseKey} was completed on ${event.completedOn}`;
    case 'TransitionStarted':
      return `a transition of ${event.caseKey} began${event.endsOn ? `, until ${event.endsOn}` : ''}`;
    case 'TransitionEnded':
      return `the transition of ${event.caseKey} ended: ${event.outcome ?? 'outcome not reported'}`;
    case 'DibaoSuspended':
      return `payment of ${event.caseKey} was suspended from ${event.effectiveMonth}${because(event.reason)}`;
    case 'DibaoResumed':
      return `payment of ${event.caseKey} was resumed from ${event.effectiveMonth}`;
    case 'DibaoWithdrawn':
      return `dibao of ${event.caseKey} was withdrawn, first month without benefit ${event.stoppedFrom}${because(event.reason)}`;
    case 'DibaoLeftFile':
      return `civil affairs no longer lists ${event.caseKey}; last covered ${event.lastCovered}`;
    case 'DibaoReturnedToFile':
      return `civil affairs lists ${event.caseKey} again`;
    case 'MemberAdded':
      return `a person joined ${roster(event.caseKey)}${because(event.cause)}`;
    case 'MemberRemoved':
      return `a person left ${roster(event.caseKey)}${because(event.cause)}`;
    case 'MemberDeceased':
      return 'a member died';
    case 'MemberCorrected':
      return `a person's record in ${roster(event.caseKey)} was corrected: ${event.changed.join(', ')}`;
    case 'HeadChanged':
      return 'the head of the household changed';
    case 'HouseholdMoved':
      return `${event.caseKey === null ? 'the household' : `case ${event.caseKey}`} moved from ${event.fromDivision} to ${event.toDivision}`;
    case 'DivisionCodeMapped':
      return `the division of ${event.caseKey === null ? 'the household' : `case ${event.caseKey}`} has the code ${event.toDivision} instead of ${event.fromDivision}`;
    case 'HouseholdLinked':
      return `registration and dibao share ${persons(new Set(event.links.map(({ person }) => person)).size)} (${event.linkClass})`;
    case 'HouseholdMerged':
      return event.role === 'SURVIVOR'
        ? `took over ${event.cases.length} cases of ${event.other}`
        : `was merged into ${event.other}`;
    case 'HouseholdSplit':
      return splitSentence(event);
    case 'DifferenceFound':
      return `difference ${event.ruleId} found: ${event.detail}`;
    case 'DifferenceResolved':
      return `difference ${event.ruleId} resolved`;
    case 'EventRetracted':
      return `event ${event.ofEvent} was retracted because ${event.reason}`;
  }
};
