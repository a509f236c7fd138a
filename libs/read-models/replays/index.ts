export { PostgresReplays } from './postgres-replays';
export type { OpenReplay } from './postgres-replays';
export { PostgresReplayRun } from './postgres-replay-run';
export type { ReplayOptions, ReplayProgress } from './postgres-replay-run';
export { PostgresReplayDiff } from './postgres-replay-diff';
export type { ExplainingEvent, HouseholdDifference, ReplayDiff } from './postgres-replay-diff';
export { isReplayed, schemaOfReplay } from './replay';
export type { Replay, ReplayAsked, ReplayRange, ReplayStatus } from './replay';
export type { MadeWith } from './made-with';
