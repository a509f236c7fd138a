import { firstDayOf, monthOf } from '../values';
import type { HouseholdEvent } from './household.events';
import { decidedElsewhere, onCase, stopSaidBy } from './hear-dibao';
import type { DibaoClause } from './hear-dibao';
import type { CaseStatus, DibaoReport } from './reports';
import type { DibaoCase } from './state';
import { later } from './timeline';

// 状态 as a snapshot shows it, from any stage to any stage (S-1): between two snapshots stages may have passed unseen.

/** A stage has no date column: it holds from the file's day, at first sight from the record's start (S-2). */
const stageOn = (known: DibaoCase, { asOf }: DibaoReport, isFirstSight: boolean) =>
  isFirstSight ? firstDayOf(known.grantedFrom) : later(asOf, known.stages.at(-1)?.from);

const entered = (
  known: DibaoCase,
  to: Exclude<CaseStatus, 'STOPPED'>,
  report: DibaoReport,
  isFirstSight: boolean,
): readonly HouseholdEvent[] => {
  const { caseKey } = report;
  const on = stageOn(known, report, isFirstSight);
  const accountability = decidedElsewhere;
  const effectiveMonth = monthOf(on);
  switch (to) {
    case 'ACTIVE':
      return known.status === 'TRANSITION'
        ? [{ type: 'TransitionEnded', on, caseKey, outcome: 'RESTORE', accountability }]
        : [{ type: 'DibaoResumed', on, caseKey, effectiveMonth, accountability }];
    case 'SUSPENDED':
      return [{ type: 'DibaoSuspended', on, caseKey, reason: null, effectiveMonth, accountability }];
    case 'TRANSITION': {
      const unsaid = { anchorDate: null, lengthMonths: null, endsOn: null, reviewId: null, policyPack: null };
      return [{ type: 'TransitionStarted', on, caseKey, ...unsaid, accountability }];
    }
  }
};

const stopped = (known: DibaoCase, stoppedFrom: NonNullable<DibaoCase['stoppedFrom']>, report: DibaoReport): HouseholdEvent[] => {
  const { caseKey, stopReason: reason, verificationReportNo } = report;
  const accountability = decidedElsewhere;
  const on = firstDayOf(stoppedFrom);
  const withdrawn: HouseholdEvent = {
    type: 'DibaoWithdrawn',
    ...{ on, caseKey, reason, stoppedFrom, decidedOn: null, verificationReportNo, reviewId: null, accountability },
  };
  return known.status === 'TRANSITION'
    ? [{ type: 'TransitionEnded', on, caseKey, outcome: 'WITHDRAW', accountability }, withdrawn]
    : [withdrawn];
};

/**
 * Decided in the hub after the file's day, or for a coming month: the register still shows the case as it was. A stage that a file showed
 * lies ahead only where the benefit itself has not begun.
 */
const isDecidedLater = ({ stages, grantedFrom }: DibaoCase, { asOf }: DibaoReport): boolean => {
  const from = stages.at(-1)?.from ?? asOf;
  return from > asOf && from > firstDayOf(grantedFrom);
};

/** A stop month is a stop, whatever 状态 the row still shows: the case is covered up to that month. */
export const hearStage =
  (isFirstSight: boolean): DibaoClause =>
  (household, report) =>
    onCase((known) => {
      const stop = stopSaidBy(known, report);
      if (stop !== null) return known.stoppedFrom === null ? stopped(known, stop, report) : [];
      const to = report.status;
      if (to === known.status || to === 'STOPPED' || isDecidedLater(known, report)) return [];
      return entered(known, to, report, isFirstSight);
    })(household, report);
