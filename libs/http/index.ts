export { CallProblem, fieldErrors, notFound, problemOf, refusedBecause } from './problem';
export type { FieldError, Problem } from './problem';
export { requireBearer } from './bearer';
export { refuseUnstorableText } from './storable-text';
export { answerProblem } from './answer-problem';
export { askedOfDatabase } from './readiness';
export { TokensUnreadable, readTokens } from './token-file';
export type { NamedToken, TokenRole } from './token-file';
export { actingIn, askedOf, askerOf } from './asker';
