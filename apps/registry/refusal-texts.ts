import type { DecisionTaken, ListRefusal, ReviewSettled } from '@xianjie/casework';
import { keyReused, refusedBecause } from '@xianjie/http';
import type { CallProblem } from '@xianjie/http';

type BecauseOf<Answer> = Extract<Answer, { outcome: 'refused' }> extends Readonly<{ because: infer Because }> ? Because : never;
/** What a call answers with 404. */
type NotThere = 'unknown-household' | 'unknown-review';
type Refusal = Exclude<ListRefusal | BecauseOf<DecisionTaken> | BecauseOf<ReviewSettled>, NotThere>;

/** What an official reads beside the code: why not, and what would have to be so. docs/errors.md says more. */
const refusalTexts: Readonly<Record<Exclude<Refusal, 'idempotency-key-reused'>, string>> = {
  // The March list.
  'year-not-over': 'the year of the list is not over on the day of the act',
  'already-open': 'the list is open already',
  'not-open': 'there is no list yet: build it first',
  'not-checked': 'the list was not checked since it was opened or last frozen: build first, unless that freeze was this one',
  'check-found-problems': 'something stands against a freeze: build names it (CR-27)',
  'nothing-new': 'nothing became known since the last freeze: there is nothing for a supplement',
  'supplements-over': 'the last day for supplements of this year has passed',
  'position-behind': 'the log stands before the position of the last version: was it restored from an older backup?',
  'no-such-version': 'the list has no such version',
  'version-superseded': 'a later version has replaced this one',
  'already-signed': 'every frozen version is signed already',
  'not-signed': 'the version is not signed yet: sign it first',
  'nothing-to-sign': 'there is no frozen version to sign: freeze first',
  'signature-invalid': 'the signature does not hold for this version',
  'same-key': 'the poverty office signed with this key: civil affairs must sign with its own',
  'already-delivered': 'the version is delivered already',
  'not-delivered': 'the version is not delivered yet: deliver it first',
  'nothing-to-deliver': 'there is no signed version to deliver: sign first',
  'already-acknowledged': 'civil affairs has acknowledged the version already',
  'already-rejected': 'civil affairs has rejected the version: a new freeze makes its replacement',
  'root-differs': 'the root named is not that of the frozen lines: compare the list that was delivered',
  'count-differs': 'the number of lines named is not that of the frozen list: compare the list that was delivered',
  'nothing-acknowledged': 'civil affairs has acknowledged no version yet',
  'not-acknowledged': 'civil affairs has not acknowledged this version yet',
  'already-dispatched': 'the tasks of this version were given out already',
  'not-dispatched': 'the tasks of this version were not given out yet: dispatch first',
  'no-such-item': 'the list has no such task',
  'item-already-closed': 'the task has an outcome already',
  'outcome-not-for-this-item': 'that outcome does not belong to a task of this section',
  'items-open': 'tasks without an outcome are left',
  'already-closed': 'the list is closed',
  'not-due-yet': 'the due date has not passed',
  'already-overdue': 'the list was declared overdue already',
  'import-running': 'an import that speaks for the county is being applied: wait for it',
  'import-failed': 'an import that speaks for the county stopped half-way: start it again, undo it, or bring a newer snapshot',
  'differs-from-frozen': 'the log no longer gives the lines that were frozen: run verify',
  'unknown-office-key': 'the folder offices holds no public key of the office that signed',
  'unknown-seal': 'the seal named is none of the hub, or not that of the day of the act',
  // A household.
  'household-superseded': 'the household was merged or renumbered: act on the one that its card names',
  'unknown-case': 'the household has no such dibao case',
  'unknown-difference': 'the household has no such open difference',
  'unknown-event': 'the household has no such event',
  'event-of-two-households': 'a merger or a split stands on two households, and one half cannot be taken back alone',
  'case-stopped': 'the case is stopped',
  'case-suspended': 'the case is suspended: resume it first',
  'case-in-transition': 'the case is in its transition: end that first',
  'case-not-suspended': 'the case is not suspended',
  'case-not-in-transition': 'the case is in no transition',
  'another-review-open': 'another review of the case is open: complete that first',
  'review-not-open': 'the review is not open',
  'follow-up-missing': 'the outcome lacks what it adjusts, grants or stops',
  'before-last-stage': 'the day lies before the last change of stage',
  'stop-before-start': 'the stop lies before the first month of benefit',
  'no-signatory': 'nobody signed the decision (CR-40)',
  'signatory-investigated': 'who investigated the household cannot sign the decision as well (CR-40)',
  'no-reason': 'a reason is missing',
  'benefit-not-positive': 'a benefit must be above zero',
  'verification-after-decision': 'the verification is later than the decision that it should carry (CR-12)',
  'verification-older-than-exit': 'the verification is older than the exit (CR-12)',
  'verification-expired': 'the verification is too old to carry the decision (CR-12)',
  'transition-not-allowed': 'the policy in force has no transition',
  'transition-length-outside-policy': 'the policy in force has no transition of that length',
  'transition-needs-exit': 'a transition needs an exit from poverty',
  'transition-not-for-this-exit': 'the policy in force gives no transition for this way out of poverty (GX-14)',
  'reason-not-in-policy': 'the policy in force does not list that reason',
  'poverty-exit-is-no-reason': 'leaving the poverty registry alone stops no benefit (CR-12, YN-32)',
  'no-exit': 'the household has no exit from poverty',
  // An identity review.
  'review-already-settled': 'an official has answered the review already',
  'candidate-missing': 'the review has several candidates: name the one that is the same person',
};

/** The answer to a call that a rule stands against; `where`: the line, key or seal in question. */
export const refusalOf = (because: Refusal, where: string | null = null): CallProblem => {
  if (because === 'idempotency-key-reused') return keyReused();
  const said = refusalTexts[because];
  return refusedBecause(because, where === null ? said : `${said} (${where})`);
};
