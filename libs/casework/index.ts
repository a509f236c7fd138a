export { books, heardBookOf, isReviewId, noteOf, reviewIdOf, valueOf } from './books';
export type { Heard, IdentityReviewNote, ReviewReason, ReviewStatus, Whereabouts } from './books';
export { CaseFiles, householdEventsOf } from './case-files';
export type { CaseFile } from './case-files';
export type { CaseworkParts } from './hearing/parts';
export type { HearItem, HearOutcome } from './hearing/item';
export type { Snapshot } from './hearing/hear-item';
export { HearReports } from './hearing/hear-reports';
export * from './exit-lists';
