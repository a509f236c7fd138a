export { ProjectionGap } from './faults';
export { PostgresHouseholdProjection } from './postgres-household-projection';
export type { Offset, ProjectedEvent, ReadStream } from './postgres-household-projection';
export { PostgresViewQueries } from './postgres-queries';
export type { Card, HouseholdFilter, HouseholdSummary, Overlap } from './postgres-queries';
export { PostgresRebuild, VIEWS, isViewName } from './postgres-rebuild';
export type { CountyDifference, Rebuilt, RebuildOptions, ViewName } from './postgres-rebuild';
