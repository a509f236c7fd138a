import type { LocalDate } from '@xianjie/domain';

/** `53:102334` outside; shard is a province code by default (S-14). The first position is 1; 0 is before everything. */
export type Position = Readonly<{ shard: string; number: number }>;
export type Origin = 'initial-load' | 'change' | 'late' | 'correction';

/** An event ready to be stored: `body` is the Avro body that will also be published (architecture decision 3). */
export type NewEvent = Readonly<{
  /** UUIDv7. */
  id: string;
  /** Outside name, `household.poverty-exited`. */
  type: string;
  /** SHA-256 fingerprint of the writer's schema, first 16 hex digits. */
  schema: string;
  body: Buffer;
  effectiveOn: LocalDate;
  origin: Origin;
  /** CloudEvents source: file hash, sheet and row; a report's key; or the official. */
  source: string;
  /** Six digits: the county whose household it is at this event. */
  county: string;
  /** W3C trace context; outside the chain. */
  traceparent?: string | null;
}>;

export type RecordedEvent = Readonly<
  NewEvent & {
    position: Position;
    stream: string;
    /** 1 for a stream's first event. */
    version: number;
    /** ISO instant, never decreasing in a shard (S-3). */
    recordedAt: string;
    commandId: string;
    /** SM3 over the previous link, the body's hash and the fixed headers; 32 bytes. */
    link: Buffer;
  }
>;

/** A keyed hash that may belong to one owner only, in the whole shard (S-12). */
export type Claim = Readonly<{ hash: string; owner: string }>;
/**
 * What a writer keeps beside the log, in the same transaction: last heard, numbers to households, persons to households (S-7).
 * `value` is JSON text; null forgets the note. A later note of the same book and key replaces the earlier one.
 */
export type Note = Readonly<{ book: string; key: string; scope: string; value: string | null }>;

export type StreamAppend = Readonly<{ stream: string; expectedVersion: number; events: readonly NewEvent[] }>;
export type Append = Readonly<{
  shard: string;
  /** Unique in the log: repeating it returns the first answer (S-15). */
  commandId: string;
  /**
   * May be empty when only notes are to be written. Several streams: all or nothing (S-13).
   * A stream without events is only checked: it must be at its expected version. A stream stays in the shard of its first event.
   */
  streams: readonly StreamAppend[];
  claims?: readonly Claim[];
  notes?: readonly Note[];
}>;
export type Appended = Readonly<{
  outcome: 'appended' | 'repeated';
  /** Null when no event was appended. */
  first: Position | null;
  last: Position | null;
  /** Of the streams that got events. */
  versions: Readonly<Record<string, number>>;
}>;

export type Head = Readonly<{ shard: string; number: number; link: Buffer; recordedAt: string | null; epoch: number }>;
export type PositionRange = Readonly<{ shard: string; from?: number; to?: number }>;
/** What outside the log has already been told positions up to a number (S-19). */
export type MarkKind = 'seal' | 'topic';
/** From where an operator went on after a loss, and up to where the lost positions are known outside the log (S-19). */
export type Epoch = Readonly<{
  epoch: number;
  after: number;
  overridden: Readonly<Partial<Record<MarkKind, number>>>;
  reason: string;
  openedAt: string;
}>;
/** So much of a recorded event as a fold needs. */
export type EventToFold = Pick<RecordedEvent, 'stream' | 'version' | 'id' | 'type' | 'schema' | 'county' | 'body'> &
  Readonly<{ position: Readonly<{ number: number }> }>;
export type StreamEvents = Readonly<{ stream: string; events: readonly RecordedEvent[] }>;
/** `after`: go on after that stream; `from`: leave out events before that position, and streams that then have none. */
export type WholeStreams = Readonly<{ after?: string; from?: number }>;

/** Port. An adapter is one that passes `event-log.contract.ts`. */
export abstract class EventLog {
  /**
   * Appends all events of all streams or none, after everything appended before; claims and notes commit with them.
   * Concurrent appends are made in the order of their calls and share a transaction; one that fails does not spoil the others.
   * @throws StreamMovedOn when a stream is not at its `expectedVersion`; ClaimTaken when a hash has another owner; LogBehindSeal
   *   (S-19); ClocksDiffer when a true clock and the store's are apart; LogUnavailable when the store did not answer: the same append again, with its command id, finds out.
   */
  abstract append(append: Append): Promise<Appended>;

  /** The first answer to a command, or null when it never committed: how a caller finds out after a lost answer. */
  abstract answerTo(commandId: string): Promise<Appended | null>;

  /** A stream's events from `fromVersion` (default 1) up to position `upTo`, oldest first; empty when nobody wrote to it. */
  abstract read(stream: string, options?: Readonly<{ fromVersion?: number; upTo?: number }>): Promise<readonly RecordedEvent[]>;

  /** Many streams at once; a stream that nobody wrote to is absent from the map. */
  abstract readMany(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>>;

  /** Every stream that had an event in one of the counties (as the codes of a lineage) at or before `upTo`, whole up to there, in stream order. */
  abstract readCounties(
    shard: string,
    counties: readonly string[],
    upTo: number,
    options?: WholeStreams,
  ): AsyncIterable<StreamEvents>;

  /** Every stream of the shard, whole up to `upTo`, in stream order: for rebuilds and replays. */
  abstract readShard(shard: string, upTo: number, options?: WholeStreams): AsyncIterable<StreamEvents>;

  /** Events with number in (after, upTo], in order, page by page; ends at `upTo`, which defaults to the head at the call. */
  abstract readRange(
    shard: string,
    after: number,
    options?: Readonly<{ upTo?: number; pageSize?: number }>,
  ): AsyncIterable<readonly RecordedEvent[]>;

  /** Like readRange, but goes on with what is appended later: no position is seen before all lower ones. Ends with `signal`. */
  abstract follow(
    shard: string,
    after: number,
    signal: AbortSignal,
    options?: Readonly<{ pageSize?: number }>,
  ): AsyncIterable<readonly RecordedEvent[]>;

  abstract head(shard: string): Promise<Head>;
  abstract shards(): Promise<readonly string[]>;
  /** The last position recorded on or before that instant (ISO), 0 when none: "known on K" (S-3). */
  abstract positionAt(shard: string, instant: string): Promise<number>;

  /** The stored links of these positions; one that does not exist is absent from the map. */
  abstract linksAt(shard: string, numbers: readonly number[]): Promise<ReadonlyMap<number, Buffer>>;

  abstract owners(hashes: readonly string[]): Promise<ReadonlyMap<string, string>>;
  abstract notes(book: string, keys: readonly string[]): Promise<ReadonlyMap<string, Note>>;
  /** In the order of their keys, those after `after`. */
  abstract notesIn(book: string, scope: string, after?: string): AsyncIterable<readonly Note[]>;

  /** The first position in the range whose link does not match what is stored, or null. Without `to`, the head is checked as well. */
  abstract verify(range: PositionRange): Promise<Position | null>;

  /** Seals or a topic have got to that number. From now on a head behind it refuses appends (S-19). Never lowers a mark. */
  abstract mark(shard: string, kind: MarkKind, number: number): Promise<void>;

  /** An operator accepts that positions after the head were lost: marks beyond it are recorded and dropped. Answers the new epoch. */
  abstract openEpoch(shard: string, reason: string): Promise<number>;

  /** Those that an operator opened, oldest first; empty for a log that never lost anything. */
  abstract epochs(shard: string): Promise<readonly Epoch[]>;
}
