import type { CountyCode, LocalDate } from '@xianjie/domain';
import type { RecordedEvent } from '@xianjie/log';
import { ReplayUnreadable } from '../faults';
import type { MadeWith } from './made-with';

// What a replay is: a range of the log, filters, and how far its fold is.

/** Positions, both included. */
export type ReplayRange = Readonly<{ shard: string; from: number; to: number }>;
export type ReplayAsked = Readonly<{
  /** One for each shard, in order of shard. */
  ranges: readonly ReplayRange[];
  household: string | null;
  /** Households that ever had an event in the county; onto a topic, events recorded for it. */
  county: CountyCode | null;
  /** The county under every code of its lineage, as the division table had it; empty without a county. */
  countyLineage: readonly CountyCode[];
  /** Outside names of event types; empty: all. Retractions always count (S-9). */
  types: readonly string[];
  /** Leaves out what is dated later. */
  effectiveOn: LocalDate | null;
  /** A topic of its own that gets the events themselves; null: they are folded into views. */
  topic: string | null;
  /** `hub`: the hub goes on by itself after a crash; `command`: whoever gives `replay resume`. */
  worker: 'hub' | 'command';
  /** User reference, and why; for the record. */
  by: string | null;
  purpose: string | null;
}>;
/** Where to go on. `stream` in a fold, `number` on a topic. */
export type Reached = Readonly<{ shard: string; stream: string; number: number }>;

/** `interrupted`: it should be running, and nobody is at work on it. */
export type ReplayStatus = 'running' | 'interrupted' | 'paused' | 'done';
export type Replay = Readonly<{
  name: string;
  asked: ReplayAsked;
  madeWith: MadeWith;
  status: ReplayStatus;
  reached: Reached;
  households: number;
  events: number;
  /** Positions in the ranges: how many events there are before the filters. */
  positions: number;
  /** By event type, the fingerprints of the schemas under which the events met so far were written. */
  schemas: Readonly<Record<string, readonly string[]>>;
  fault: string | null;
  openedAt: string;
  movedAt: string;
  doneAt: string | null;
}>;

export const NOWHERE: Reached = { shard: '', stream: '', number: 0 };
export const RETRACTED = 'household.event-retracted';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;
/** @throws ReplayUnreadable */
export const assertReplayName = (name: string): void => {
  if (!NAME.test(name))
    throw new ReplayUnreadable(
      `the name of a replay has up to 40 letters, digits, - and _, and begins with none of these: ${name}`,
    );
};

/** The Postgres schema of its views. */
export const schemaOfReplay = (name: string): string => `replay_${name}`;

/** Whether a replay takes an event, by position and type; households and counties choose streams. */
export const isReplayed = (
  { ranges, types }: ReplayAsked,
  { position, type }: Pick<RecordedEvent, 'position' | 'type'>,
): boolean =>
  (types.length === 0 || type === RETRACTED || types.includes(type)) &&
  ranges.some(({ shard, from, to }) => shard === position.shard && from <= position.number && position.number <= to);
