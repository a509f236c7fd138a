import { sm3 } from './chain';
import type { ChainBlock } from './chain-block';
import { LINK_BYTES } from './chain-block';

// Rows of sql/copy-links.sql in COPY's binary format, hashed without making a string of each value.

export const COLUMNS = 14;
const HEX = Buffer.from('0123456789abcdef');
const [COLON, COMMA, DASH, ZERO] = Buffer.from(':,-0') as unknown as [number, number, number, number];
const DAY = 86_400_000;
const EPOCH = Date.UTC(2000, 0, 1);
/** Room for the netstrings' lengths and borders, and for the values that grow: numbers, the id, the day, the instant. */
const ROOM = 400;
const NO_LINK = Buffer.alloc(LINK_BYTES);

const written = (ms: number, length: number): string => {
  const date = new Date(EPOCH + ms);
  return Number.isNaN(date.valueOf()) ? 'no such time' : date.toISOString().slice(0, length);
};

const days = new Map<number, string>();
const dayOf = (number: number): string => {
  const known = days.get(number);
  if (known !== undefined) return known;
  // Somebody may have put a million different days into an altered table.
  if (days.size > 100_000) days.clear();
  const day = written(number * DAY, 10);
  days.set(number, day);
  return day;
};

// A group shares one time, so the last one is nearly always this one.
let lastMicros = 0n;
let lastInstant = written(0, 24);
const instantOf = (micros: bigint): string => {
  if (micros !== lastMicros) {
    // The column holds milliseconds; should somebody have widened it, a changed microsecond must not go unseen.
    const rest = micros % 1_000n;
    lastMicros = micros;
    lastInstant = written(Number(micros / 1_000n), 24) + (rest === 0n ? '' : `+${rest}`);
  }
  return lastInstant;
};

class CopiedBlock {
  /** The link before ‖ SM3(body) ‖ headers of the current row. */
  private out: Buffer = Buffer.allocUnsafe(4_096);
  private end = 0;
  private at = 0;
  number = 0;
  link: Buffer = NO_LINK;

  constructor(
    private readonly shard: string,
    private readonly rows: Buffer,
  ) {}

  /** False after the last row. @throws RangeError when log.events is no longer the table that this reads. */
  next(): boolean {
    const { rows, shard } = this;
    if (this.at >= rows.length) return false;
    const most = this.rowBytes() + shard.length + ROOM;
    if (this.out.length < most) this.out = Buffer.allocUnsafe(most);
    this.end = 2 * LINK_BYTES;
    this.at += 2;
    this.number = Number(rows.readBigInt64BE(this.fixed(8)));
    this.text(`${shard}:${this.number}`);
    this.bytes();
    this.text(String(rows.readInt32BE(this.fixed(4))));
    this.uuid();
    this.bytes();
    this.bytes();
    this.text(dayOf(rows.readInt32BE(this.fixed(4))));
    this.text(instantOf(rows.readBigInt64BE(this.fixed(8))));
    for (let column = 0; column < 4; column += 1) this.bytes();
    this.link = this.value();
    sm3(this.value()).copy(this.out, LINK_BYTES);
    return true;
  }

  isChainedTo(previous: Buffer): boolean {
    previous.copy(this.out, 0, 0, LINK_BYTES);
    return sm3(this.covered).equals(this.link);
  }

  get covered(): Buffer {
    return this.out.subarray(0, this.end);
  }

  private rowBytes(): number {
    let at = this.at + 2;
    for (let column = 0; column < COLUMNS; column += 1) at += 4 + Math.max(0, this.rows.readInt32BE(at));
    return at - this.at;
  }

  private fixed(width: number): number {
    const length = this.rows.readInt32BE(this.at);
    if (length !== width) throw new RangeError(`log.events: a column of ${width} bytes holds ${length}`);
    this.at += 4 + width;
    return this.at - width;
  }

  private value(): Buffer {
    const from = this.at + 4;
    this.at = from + Math.max(0, this.rows.readInt32BE(this.at));
    return this.rows.subarray(from, this.at);
  }

  // Netstrings, as chain.ts writes them.
  private bytes(): void {
    const from = this.at + 4;
    this.at = from + Math.max(0, this.rows.readInt32BE(this.at));
    this.length(this.at - from);
    this.end += this.rows.copy(this.out, this.end, from, this.at);
    this.out[this.end++] = COMMA;
  }

  private text(ascii: string): void {
    this.length(ascii.length);
    for (let index = 0; index < ascii.length; index += 1) this.out[this.end++] = ascii.charCodeAt(index);
    this.out[this.end++] = COMMA;
  }

  private length(length: number): void {
    if (length < 10) this.out[this.end++] = ZERO + length;
    else if (length < 100) {
      this.out[this.end++] = ZERO + Math.floor(length / 10);
      this.out[this.end++] = ZERO + (length % 10);
    } else this.end += this.out.write(String(length), this.end, 'latin1');
    this.out[this.end++] = COLON;
  }

  private uuid(): void {
    const from = this.fixed(16);
    this.length(36);
    for (let index = 0; index < 16; index += 1) {
      const byte = this.rows[from + index]!;
      if (index === 4 || index === 6 || index === 8 || index === 10) this.out[this.end++] = DASH;
      this.out[this.end++] = HEX[byte >> 4]!;
      this.out[this.end++] = HEX[byte & 15]!;
    }
    this.out[this.end++] = COMMA;
  }
}

/** Whole rows, at least one, in the order of their numbers. */
export const checkCopiedBlock = (shard: string, rows: Uint8Array): ChainBlock => {
  const block = new CopiedBlock(shard, Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength));
  block.next();
  const { number: first, link: firstLink } = block;
  const covered = Buffer.from(block.covered);
  let [last, lastLink, firstBad] = [first, firstLink, null as number | null];
  while (firstBad === null && block.next()) {
    if (block.number !== last + 1 || !block.isChainedTo(lastLink)) firstBad = last + 1;
    [last, lastLink] = [block.number, block.link];
  }
  return { first, covered, firstLink, last, lastLink, firstBad };
};
