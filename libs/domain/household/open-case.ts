import { firstDayOf } from '../values';
import type { DibaoEnrolled } from './dibao.events';
import type { DibaoCase } from './state';

/** A spell as its enrolment leaves it. */
export const opened = (event: DibaoEnrolled): DibaoCase => ({
  caseKey: event.caseKey,
  caseNo: event.caseNo,
  programme: event.programme,
  county: event.county,
  division: event.division,
  status: 'ACTIVE',
  class: event.class,
  mode: event.mode,
  grantedFrom: event.grantedFrom,
  stoppedFrom: null,
  leftFile: null,
  applicant: event.applicant,
  // A person listed twice in one case is one member.
  members: [...new Map(event.members.map((member) => [member.person, member])).values()],
  amounts: [{ from: event.grantedFrom, fen: event.monthlyBenefitFen }],
  classes: [{ from: firstDayOf(event.grantedFrom), class: event.class }],
  stages: [{ from: firstDayOf(event.grantedFrom), status: 'ACTIVE' }],
  verificationReportNo: event.verificationReportNo,
  verifiedOn: event.verifiedOn,
  registryFlag: event.registryFlag,
  openReview: null,
  reviewedOn: null,
  transitionEndsOn: null,
  openReviewOn: null,
  reviewDueOn: null,
  completedReview: null,
  stopSignatory: null,
  stopDecidedOn: null,
  verificationValidUntil: null,
  bank: event.bank,
  accountNo: event.accountNo,
  accountHolder: event.accountHolder,
  leftFileEvent: null,
});
