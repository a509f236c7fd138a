import { firstDayOf } from '../values';
import type { LocalDate } from '../values';
import type { DibaoEvent } from './dibao.events';
import type { Recording } from './fold-registration';
import type { CaseStatus } from './reports';
import type { DibaoCase } from './state';
import { later, settingFrom } from './timeline';

// How each event of civil affairs changes what is known of one spell of one case (domain.md 4.1).

type Of<Type> = Extract<DibaoEvent, { type: Type }>;
type Fold<Type> = (known: DibaoCase, event: Of<Type>, recording: Recording) => DibaoCase;

const lastStage = ({ stages }: DibaoCase): CaseStatus => stages.at(-1)?.status ?? 'ACTIVE';
const withStages = (known: DibaoCase, stages: DibaoCase['stages']): DibaoCase => ({
  ...known,
  stages,
  status: stages.at(-1)?.status ?? 'ACTIVE',
});

/** A stage after the stop is not reached: the stop is the end of the spell. */
const entering = (known: DibaoCase, status: CaseStatus, from: LocalDate): DibaoCase =>
  lastStage(known) === 'STOPPED' ? known : withStages(known, settingFrom(known.stages, { from, status }));

const stopping = (known: DibaoCase, stoppedFrom: DibaoCase['stoppedFrom']): DibaoCase => {
  const open = known.stages.filter(({ status }) => status !== 'STOPPED');
  if (stoppedFrom === null) return { ...withStages(known, open), stoppedFrom, stopSignatory: null, stopDecidedOn: null };
  const from = firstDayOf(stoppedFrom);
  return {
    ...withStages(known, [...open.filter((stage) => stage.from < from), { from, status: 'STOPPED' }]),
    stoppedFrom,
    transitionEndsOn: null,
  };
};

/** What held from the old start month holds from the new one; what began in between is kept after it. */
const restarted = (known: DibaoCase, grantedFrom: DibaoCase['grantedFrom']): DibaoCase => {
  if (grantedFrom === known.grantedFrom) return known;
  const start = firstDayOf(grantedFrom);
  const moved = <T extends { from: string }>(entries: readonly T[], from: T['from']): readonly T[] =>
    entries.map((entry, index) => ({ ...entry, from: index === 0 ? from : later(entry.from, from) }));
  return {
    ...known,
    grantedFrom,
    amounts: moved(known.amounts, grantedFrom),
    classes: moved(known.classes, start),
    stages: moved(known.stages, start),
  };
};

export const dibaoFolds: { readonly [Type in Exclude<DibaoEvent['type'], 'DibaoEnrolled'>]: Fold<Type> } = {
  BenefitChanged: (known, { effectiveMonth, newFen }) => ({
    ...known,
    amounts: settingFrom(known.amounts, { from: effectiveMonth, fen: newFen }),
  }),
  ClassChanged: (known, event) => {
    const classes = settingFrom(known.classes, { from: event.on, class: event.class });
    return { ...known, classes, class: classes.at(-1)?.class ?? null };
  },
  DibaoCorrected: (known, { grantedFrom, stoppedFrom, mode, registryFlag, applicant, bank, accountNo, accountHolder }) => {
    const corrected = { ...restarted(known, grantedFrom), mode, registryFlag, applicant, bank, accountNo, accountHolder };
    return stoppedFrom === undefined || stoppedFrom === known.stoppedFrom ? corrected : stopping(corrected, stoppedFrom);
  },
  ReviewOpened: (known, { reviewId, on, dueOn }) => ({ ...known, openReview: reviewId, openReviewOn: on, reviewDueOn: dueOn }),
  ReviewCompleted: (known, { reviewId, on }) => {
    const reviewedOn = later(on, known.reviewedOn);
    if (reviewId === null || reviewId !== known.openReview) return { ...known, reviewedOn };
    return { ...known, reviewedOn, completedReview: reviewId, openReview: null, openReviewOn: null, reviewDueOn: null };
  },
  VerificationCompleted: (known, { verificationReportNo, completedOn, validUntil }) =>
    known.verifiedOn !== null && completedOn < known.verifiedOn
      ? known
      : { ...known, verificationReportNo, verifiedOn: completedOn, verificationValidUntil: validUntil },
  TransitionStarted: (known, { on, endsOn }) => ({ ...entering(known, 'TRANSITION', on), transitionEndsOn: endsOn }),
  TransitionEnded: (known, { on, outcome }) => ({
    ...(outcome === 'RESTORE' ? entering(known, 'ACTIVE', on) : known),
    transitionEndsOn: null,
  }),
  DibaoSuspended: (known, { on }) => entering(known, 'SUSPENDED', on),
  DibaoResumed: (known, { on }) => entering(known, 'ACTIVE', on),
  DibaoWithdrawn: (known, { stoppedFrom, decidedOn, accountability }) => ({
    ...stopping(known, stoppedFrom),
    stopSignatory: accountability.signatory,
    stopDecidedOn: decidedOn,
  }),
  DibaoLeftFile: (known, { lastCovered }, { eventId }) => ({ ...known, leftFile: lastCovered, leftFileEvent: eventId }),
  DibaoReturnedToFile: (known) => ({ ...known, leftFile: null, leftFileEvent: null }),
};
