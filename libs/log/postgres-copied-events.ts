import type { LocalDate } from '@xianjie/domain';
import type { EventToFold, Origin, RecordedEvent } from './event-log';

// COPY's binary format, read in the order of these columns; postgres-copy.ts writes the same.
export const COLUMNS_TO_FOLD = 'stream, number, version, id, type, schema, county, body';
export const COLUMNS_OF_EVENT = `${COLUMNS_TO_FOLD}, shard, effective_on, recorded_at, origin, source, command_id, traceparent, link`;

/** "PGCOPY\n\xff\r\n\0", flags, and the length of an extension that no server has. */
const HEADER_BYTES = 19;
const END = -1;
const DAY = 86_400_000;
const EPOCH = Date.UTC(2000, 0, 1);

const days = new Map<number, LocalDate>();
const dayOf = (since2000: number): LocalDate => {
  const known = days.get(since2000);
  if (known !== undefined) return known;
  const day = new Date(EPOCH + since2000 * DAY).toISOString().slice(0, 10) as LocalDate;
  days.set(since2000, day);
  return day;
};

// A group of appends shares one time, so the last one read is nearly always this one.
let lastMicros = 0n;
let lastInstant = new Date(EPOCH).toISOString();
const instantOf = (micros: bigint): string => {
  if (micros !== lastMicros) {
    lastInstant = new Date(EPOCH + Number(micros / 1_000n)).toISOString();
    lastMicros = micros;
  }
  return lastInstant;
};

const uuidOf = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

class Cursor {
  private at = HEADER_BYTES;

  constructor(private readonly bytes: Buffer) {}

  /** False at the trailer. */
  startRow(): boolean {
    const columns = this.bytes.readInt16BE(this.at);
    this.at += 2;
    return columns !== END;
  }

  text(): string {
    const from = this.next();
    return this.bytes.toString('utf8', from, this.at);
  }

  textOrNull(): string | null {
    const length = this.bytes.readInt32BE(this.at);
    if (length !== -1) return this.text();
    this.at += 4;
    return null;
  }

  integer(): number {
    return this.bytes.readInt32BE(this.next());
  }

  bigint(): bigint {
    return this.bytes.readBigInt64BE(this.next());
  }

  hex(): string {
    const from = this.next();
    return this.bytes.toString('hex', from, this.at);
  }

  /** A view of the page, not a copy: who keeps it keeps the page. */
  slice(): Buffer {
    const from = this.next();
    return this.bytes.subarray(from, this.at);
  }

  /** Where the value begins; the cursor stands after it. */
  private next(): number {
    const length = this.bytes.readInt32BE(this.at);
    const from = this.at + 4;
    this.at = from + length;
    return from;
  }
}

const toFoldAt = (row: Cursor): EventToFold => ({
  stream: row.text(),
  position: { number: Number(row.bigint()) },
  version: row.integer(),
  id: uuidOf(row.hex()),
  type: row.text(),
  schema: row.text(),
  county: row.text(),
  body: row.slice(),
});

const eventAt = (row: Cursor): RecordedEvent => {
  const start = toFoldAt(row);
  return {
    position: { shard: row.text(), number: start.position.number },
    stream: start.stream,
    version: start.version,
    id: start.id,
    type: start.type,
    schema: start.schema,
    effectiveOn: dayOf(row.integer()),
    recordedAt: instantOf(row.bigint()),
    origin: row.text() as Origin,
    source: row.text(),
    county: start.county,
    commandId: row.text(),
    traceparent: row.textOrNull(),
    link: row.slice(),
    body: start.body,
  };
};

type Streams<Event> = Generator<Readonly<{ stream: string; events: readonly Event[] }>>;

/** The streams of a page, each made when it is asked for: a page's worth of events would outlive the young generation. */
function* streamsOf<Event extends EventToFold>(page: Uint8Array, read: (row: Cursor) => Event): Streams<Event> {
  const row = new Cursor(Buffer.from(page.buffer, page.byteOffset, page.byteLength));
  let events: Event[] = [];
  while (row.startRow()) {
    const event = read(row);
    const stream = events[0]?.stream;
    if (stream !== undefined && stream !== event.stream) {
      yield { stream, events };
      events = [];
    }
    events.push(event);
  }
  if (events.length > 0) yield { stream: events[0]!.stream, events };
}

/** A page with all columns of an event (COLUMNS_OF_EVENT). */
export const copiedStreams = (page: Uint8Array): Streams<RecordedEvent> => streamsOf(page, eventAt);
/** A page of `copyShard` (COLUMNS_TO_FOLD). */
export const copiedToFold = (page: Uint8Array): Streams<EventToFold> => streamsOf(page, toFoldAt);
