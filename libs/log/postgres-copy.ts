import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { RecordedEvent } from './event-log';
import { script } from './postgres-statements';

// COPY's binary format, in the order of columns in sql/copy-events.sql. Measured: 1,000 events into their two indexes take
// 27 µs each through insert … select unnest, 8 µs each through COPY.

const copyEvents = script('copy-events');
const SIGNATURE = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);
const COLUMNS = 17;
/** Events. */
const PIECE = 250;
const DAY = 86_400_000;
const EPOCH = Date.UTC(2000, 0, 1);
/** Lengths of all columns, and the values of fixed size: number, version, id, effective_on, recorded_at, link, append_events. */
const FIXED_BYTES = 2 + 4 * COLUMNS + 8 + 4 + 16 + 4 + 8 + 32 + 4;

/** UTF-8 takes at most three bytes for each UTF-16 unit. */
const sizeOf = (e: RecordedEvent): number =>
  FIXED_BYTES +
  e.body.length +
  3 *
    (e.position.shard.length +
      e.stream.length +
      e.type.length +
      e.schema.length +
      e.origin.length +
      e.source.length +
      e.county.length +
      e.commandId.length +
      (e.traceparent?.length ?? 0));

class Rows {
  private at = 0;
  private readonly buffer: Buffer;

  private constructor(
    events: readonly RecordedEvent[],
    private readonly appendSizes: ReadonlyMap<number, number>,
  ) {
    this.buffer = Buffer.allocUnsafe(events.reduce((sum, event) => sum + sizeOf(event), 0));
    for (const event of events) this.row(event);
  }

  static of(events: readonly RecordedEvent[], appendSizes: ReadonlyMap<number, number>): Buffer {
    const { buffer, at } = new Rows(events, appendSizes);
    return buffer.subarray(0, at);
  }

  private row(e: RecordedEvent): void {
    this.at = this.buffer.writeInt16BE(COLUMNS, this.at);
    this.text(e.position.shard);
    this.bigint(e.position.number);
    this.text(e.stream);
    this.integer(e.version);
    this.uuid(e.id);
    this.text(e.type);
    this.text(e.schema);
    this.integer((Date.parse(e.effectiveOn) - EPOCH) / DAY);
    this.bigint((Date.parse(e.recordedAt) - EPOCH) * 1_000);
    this.text(e.origin);
    this.text(e.source);
    this.text(e.county);
    this.text(e.commandId);
    if (e.traceparent) this.text(e.traceparent);
    else this.null();
    this.bytes(e.link);
    this.bytes(e.body);
    const size = this.appendSizes.get(e.position.number);
    if (size === undefined) this.null();
    else this.integer(size);
  }

  private null(): void {
    this.at = this.buffer.writeInt32BE(-1, this.at);
  }

  private text(value: string): void {
    const length = this.buffer.write(value, this.at + 4);
    this.at = this.buffer.writeInt32BE(length, this.at) + length;
  }

  private bytes(value: Buffer): void {
    this.at = this.buffer.writeInt32BE(value.length, this.at);
    this.at += value.copy(this.buffer, this.at);
  }

  private integer(value: number): void {
    this.at = this.buffer.writeInt32BE(4, this.at);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  private bigint(value: number): void {
    this.at = this.buffer.writeInt32BE(8, this.at);
    this.at = this.buffer.writeBigInt64BE(BigInt(value), this.at);
  }

  private uuid(value: string): void {
    this.at = this.buffer.writeInt32BE(16, this.at);
    this.at += this.buffer.write(value.replaceAll('-', ''), this.at, 'hex');
  }
}

/** Piece by piece: Postgres stores the first rows while the next ones are written out. */
function* copied(events: readonly RecordedEvent[], appendSizes: ReadonlyMap<number, number>): Iterable<Buffer> {
  yield SIGNATURE;
  for (let at = 0; at < events.length; at += PIECE) yield Rows.of(events.slice(at, at + PIECE), appendSizes);
  yield TRAILER;
}

/** Stores events on the connection of an open transaction. `appendSizes`: number of an append's first event → how many it has. */
export const copyEventsTo = async (
  client: PoolClient,
  events: readonly RecordedEvent[],
  appendSizes: ReadonlyMap<number, number>,
): Promise<void> => {
  const copy = client.query(copyFrom(copyEvents));
  await pipeline(Readable.from(copied(events, appendSizes)), copy);
};
