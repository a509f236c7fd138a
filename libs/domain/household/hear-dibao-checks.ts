import { decidedElsewhere, onCase, verificationSaidBy } from './hear-dibao';

// 核对 and 复核, by their own days: an older day than the newest known says nothing new, whatever file it comes in.

export const hearVerification = onCase((known, report) => {
  const said = verificationSaidBy(report);
  if (said === null || (said.no === known.verificationReportNo && said.on === known.verifiedOn)) return [];
  if (known.verifiedOn !== null && said.on < known.verifiedOn) return [];
  return [
    {
      type: 'VerificationCompleted',
      on: said.on,
      caseKey: report.caseKey,
      verificationReportNo: said.no,
      completedOn: said.on,
      validUntil: null,
      findings: null,
    },
  ];
});

/** 复核日期 says that a review took place, not how it ended (`outcome` null). */
export const hearReview = onCase((known, { caseKey, reviewedOn }) => {
  if (reviewedOn === null || (known.reviewedOn !== null && reviewedOn <= known.reviewedOn)) return [];
  const reviewId = known.openReviewOn !== null && reviewedOn >= known.openReviewOn ? known.openReview : null;
  const said = { outcome: null, findings: null, accountability: decidedElsewhere, policyPack: null };
  return [{ type: 'ReviewCompleted', on: reviewedOn, caseKey, reviewId, ...said }];
});
