import type { DomainEvent } from '../decider';
import type { HouseholdId, PersonId } from '../values';

// Who looked at what, and what left the hub. These names and fields are the stored format. Add an event; never rename one.

/** Who asks: the name beside the token, the official that the caller speaks for, and why. Null: the caller did not say. */
export type Asker = Readonly<{ operator: string; official: string | null; purpose: string | null }>;

export type AccessKind = 'household-card' | 'household-history' | 'household-search' | 'identity-reviews';
export type ExportKind = 'exit-list-document' | 'exit-list-regenerated' | 'exit-list-delivered' | 'rejects';

export type DataAccessed = DomainEvent<
  'DataAccessed',
  Asker & {
    what: AccessKind;
    /** The call, path and query. */
    asked: string;
    households: readonly HouseholdId[];
    /** Those whose names or numbers were opened. */
    persons: readonly PersonId[];
    rows: number;
  }
>;
export type ExportProduced = DomainEvent<
  'ExportProduced',
  Asker & {
    what: ExportKind;
    asked: string;
    /** `XJ-450206-2016 v1`, or an import's id. */
    document: string;
    format: string;
    wholeIds: boolean;
    rows: number;
    /** SM3 of the bytes, hex; null where they were streamed. */
    hash: string | null;
  }
>;
export type ReplayStarted = DomainEvent<
  'ReplayStarted',
  Asker & {
    replayId: string;
    /** Both `shard:number` and included. */
    fromPosition: string;
    toPosition: string;
    filter: string;
    into: string;
  }
>;
export type ReplayFinished = DomainEvent<
  'ReplayFinished',
  Asker & { replayId: string; outcome: 'done' | 'stopped' | 'failed'; rows: number; hash: string | null }
>;
export type AccessEvent = DataAccessed | ExportProduced | ReplayStarted | ReplayFinished;

export const accessEventNames: Readonly<Record<AccessEvent['type'], string>> = {
  DataAccessed: 'data.accessed',
  ExportProduced: 'export.produced',
  ReplayStarted: 'audit.replay-started',
  ReplayFinished: 'audit.replay-finished',
};
/** Streams of accesses begin so; they live on the hub's own topic. */
export const ACCESS_STREAMS = 'access-';

/** `XJ-450206-2016 v1`: how an export names a version of a list. */
export const documentOf = (listId: string, version: number): string => `${listId} v${version}`;
