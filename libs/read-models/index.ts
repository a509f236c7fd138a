export { ProjectionGap } from './faults';
export { PostgresHouseholdProjection } from './postgres-household-projection';
export type { Offset, ProjectedEvent, ReadStream } from './postgres-household-projection';
export { ViewQueries } from './typeorm-view-queries';
export type { DueReview, HouseholdFilter, HouseholdSummary, Overlap, PolicyOf } from './typeorm-view-queries';
export { PostgresRebuild, VIEWS, isViewName } from './postgres-rebuild';
export type { CountyDifference } from './postgres-shadow';
export type { Rebuilt, RebuildOptions, ViewName } from './postgres-rebuild';
