import { placeChanges } from './place';
import { firstDayOf, monthOf } from '../values';
import type { YearMonth } from '../values';
import type { Accountability } from './dibao-reviews.events';
import type { HouseholdEvent } from './household.events';
import { sameSealed } from './personal';
import type { DibaoReport } from './reports';
import { rosterChanges } from './hear-roster';
import type { DibaoCase, Household } from './state';
import { heldOn, later } from './timeline';

// What civil affairs' newest snapshot says of one case. Its stages: hear-dibao-stages.ts.

export type DibaoClause = (known: Household, report: DibaoReport) => readonly HouseholdEvent[];
export const onCase =
  (clause: (known: DibaoCase, report: DibaoReport) => readonly HouseholdEvent[]): DibaoClause =>
  ({ cases }, report) => {
    const known = Object.hasOwn(cases, report.caseKey) ? cases[report.caseKey] : undefined;
    return known === undefined ? [] : clause(known, report);
  };

/** Nobody signed in the hub: the source decided. */
export const decidedElsewhere: Accountability = { investigator: null, reviewer: null, signatory: null };

/** A verification counts with its number and a day that is not after the file's (CR-18). */
export const verificationSaidBy = ({ verificationReportNo: no, verifiedOn, asOf }: DibaoReport) =>
  no !== null && verifiedOn !== null && verifiedOn <= asOf ? { no, on: verifiedOn } : null;

export const hearCase: DibaoClause = ({ cases }, report) => {
  if (Object.hasOwn(cases, report.caseKey)) return [];
  const { caseKey, caseNo, programme, county, division, applicant, members, mode, monthlyBenefitFen, grantedFrom } = report;
  const { bank, number: accountNo, holder: accountHolder } = report.account;
  return [
    {
      type: 'DibaoEnrolled',
      on: firstDayOf(grantedFrom),
      ...{ caseKey, caseNo, programme, county, division, applicant, members, mode, monthlyBenefitFen, grantedFrom },
      class: report.class,
      verificationReportNo: report.verificationReportNo,
      verifiedOn: verificationSaidBy(report)?.on ?? null,
      registryFlag: report.registryFlag,
      ...{ bank, accountNo, accountHolder },
    },
  ];
};

export const hearCaseReturn = onCase(({ leftFile, leftFileEvent }, { caseKey, asOf: on }) =>
  leftFile === null ? [] : [{ type: 'DibaoReturnedToFile', on, caseKey, cancelsEvent: leftFileEvent }],
);

export const hearCaseMove = onCase((spell, report) => placeChanges(report.caseKey, spell, report));

export const hearCaseMembers: DibaoClause = ({ cases, deceased }, { caseKey, asOf, members: said }) =>
  Object.hasOwn(cases, caseKey)
    ? rosterChanges(cases[caseKey]?.members ?? [], said, asOf, {
        caseKey,
        of: (caseMember) => ({ registryMember: null, caseMember }),
        deceased,
      })
    : [];

/** 停发年月 as the row means it; a 停保 row without one stops with the file's month, unless its stop is known already. */
export const stopSaidBy = (known: DibaoCase, { status, stoppedFrom, asOf }: DibaoReport): YearMonth | null => {
  // A file of the day of the hub's decision, or of one before, knows nothing of it: heard again it must record nothing.
  if (known.stopDecidedOn !== null && known.stopDecidedOn >= asOf) return known.stoppedFrom;
  if (stoppedFrom !== null) return stoppedFrom;
  if (status === 'STOPPED') return known.stoppedFrom ?? later(monthOf(asOf), known.grantedFrom);
  // A stop decided in the hub for a coming month: the register still shows the case as open until then.
  return known.stopSignatory !== null && known.stoppedFrom !== null && known.stoppedFrom > monthOf(asOf)
    ? known.stoppedFrom
    : null;
};

export const hearCaseCorrected = onCase((known, report) => {
  const { caseKey, asOf: on, grantedFrom, mode, registryFlag, applicant, account } = report;
  const isSame =
    known.grantedFrom === grantedFrom &&
    known.mode === mode &&
    known.registryFlag === registryFlag &&
    known.applicant === applicant &&
    known.bank === account.bank &&
    sameSealed(known.accountNo, account.number) &&
    sameSealed(known.accountHolder, account.holder);
  const stop = stopSaidBy(known, report);
  const isStopCorrected = known.stoppedFrom !== null && known.stoppedFrom !== stop;
  if (isSame && !isStopCorrected) return [];
  const { bank, number: accountNo, holder: accountHolder } = account;
  const stoppedFrom = isStopCorrected ? stop : known.stoppedFrom;
  return [
    {
      type: 'DibaoCorrected',
      ...{ on, caseKey, grantedFrom, stoppedFrom, mode, registryFlag, applicant, bank, accountNo, accountHolder },
    },
  ];
});

export const hearAmount = onCase((known, { caseKey, asOf: on, monthlyBenefitFen: newFen }) => {
  if (known.stoppedFrom !== null && known.stoppedFrom <= monthOf(on)) return [];
  const effectiveMonth = later(monthOf(on), known.grantedFrom);
  const oldFen = heldOn(known.amounts, effectiveMonth)?.fen ?? 0;
  if (oldFen === newFen) return [];
  const direction = newFen > oldFen ? 'INCREASE' : 'DECREASE';
  return [{ type: 'BenefitChanged', on, caseKey, direction, oldFen, newFen, effectiveMonth, trigger: 'REPORTED' }];
});

export const hearClass = onCase((known, { caseKey, asOf, class: said }) =>
  known.class === said || (known.stoppedFrom !== null && known.stoppedFrom <= monthOf(asOf))
    ? []
    : [{ type: 'ClassChanged', on: later(asOf, known.classes.at(-1)?.from), caseKey, was: known.class, class: said }],
);
