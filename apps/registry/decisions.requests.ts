import { isYearMonth } from '@xianjie/domain';
import type { YearMonth } from '@xianjie/domain';
import { z } from 'zod';
import { aDate } from './queries';

// What officials may ask of one case; the rules are the domain's (4.1, CR-10, CR-12). Every decision names who answers for it.

const aMonth = z
  .string()
  .refine(isYearMonth, 'a month such as 2016-12')
  .transform((text) => text as YearMonth);
const aReference = z.string().min(1).max(64);
const accountability = z.strictObject({
  investigator: aReference.nullable().default(null),
  reviewer: aReference.nullable().default(null),
  signatory: aReference.nullable().default(null),
});
const onCase = { on: aDate.optional(), caseKey: z.string().min(1) };
const aReason = z.string().trim().max(500);

export const aReviewCompletion = z.strictObject({
  household: z.string().min(1),
  ...onCase,
  outcome: z.enum(['KEEP', 'ADJUST', 'TRANSITION', 'STOP']),
  findings: z.string().max(2_000).nullable().default(null),
  accountability,
  adjust: z
    .strictObject({
      monthlyBenefitFen: z.number().int().positive(),
      effectiveMonth: aMonth,
      trigger: z.enum(['POPULATION', 'INCOME', 'ASSETS', 'STANDARD', 'CLASS', 'CORRECTION']),
    })
    .nullable()
    .default(null),
  transition: z.strictObject({ anchorDate: aDate, lengthMonths: z.number().int() }).nullable().default(null),
  stop: z.strictObject({ reason: z.string(), stoppedFrom: aMonth }).nullable().default(null),
});

export const aDecision = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('OpenReview'),
    ...onCase,
    reviewId: z.string().min(1).max(64).optional(),
    basis: z.enum(['CADENCE', 'POVERTY_EXIT', 'RELAPSE', 'DIFFERENCE', 'COMPLAINT', 'CAMPAIGN']),
    basisEvent: z.string().nullable().default(null),
    dueOn: aDate.nullable().default(null),
  }),
  z.strictObject({
    type: z.literal('CompleteVerification'),
    ...onCase,
    verificationReportNo: z.string().min(1),
    completedOn: aDate,
    findings: z.string().nullable().default(null),
  }),
  z.strictObject({
    type: z.literal('StartTransition'),
    ...onCase,
    anchorDate: aDate,
    lengthMonths: z.number().int(),
    reviewId: z.string().nullable().default(null),
    accountability,
  }),
  z.strictObject({
    type: z.literal('EndTransition'),
    ...onCase,
    outcome: z.enum(['WITHDRAW', 'RESTORE']),
    stoppedFrom: aMonth.nullable().default(null),
    accountability,
  }),
  z.strictObject({ type: z.literal('Suspend'), ...onCase, reason: aReason, effectiveMonth: aMonth, accountability }),
  z.strictObject({ type: z.literal('Resume'), ...onCase, effectiveMonth: aMonth, accountability }),
  z.strictObject({
    type: z.literal('Withdraw'),
    ...onCase,
    reason: aReason,
    stoppedFrom: aMonth,
    reviewId: z.string().nullable().default(null),
    accountability,
  }),
  z.strictObject({ type: z.literal('Retract'), on: aDate.optional(), ofEvent: z.string().min(1), reason: aReason }),
  z.strictObject({
    type: z.literal('SettleDifference'),
    on: aDate.optional(),
    differenceId: z.string().min(1),
    reason: aReason,
    remedyEvent: z.string().nullable().default(null),
  }),
]);
export const anIdentityAnswer = z.strictObject({
  verdict: z.enum(['same', 'different']),
  candidate: z.string().nullable().default(null),
  on: aDate.optional(),
});
