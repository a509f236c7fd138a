import { COLUMNS } from './postgres-copied-block';

const SIGNATURE_BYTES = 11 + 4;
/** About two thousand events: enough that handing a block to another thread costs nothing beside hashing it. */
const BLOCK_BYTES = 1024 * 1024;

/** Cuts the stream of one binary COPY into blocks of whole rows. */
export class CopiedRows {
  private waiting: Buffer = Buffer.alloc(0);
  private chunks: Buffer[] = [];
  private bytes = 0;
  private isBegun = false;

  /** A block when enough has come; its memory belongs to nobody else, so that it can be handed to another thread. */
  read(chunk: Buffer): Uint8Array | null {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    return this.bytes < BLOCK_BYTES ? null : this.take();
  }

  /** What is left at the end. */
  rest(): Uint8Array | null {
    return this.take();
  }

  private take(): Uint8Array | null {
    this.waiting = Buffer.concat([this.waiting, ...this.chunks]);
    this.chunks = [];
    this.bytes = 0;
    const from = this.begin();
    let to = from;
    for (let next = this.endOfRow(to); next > 0; next = this.endOfRow(to)) to = next;
    const rows = this.waiting.subarray(from, to);
    this.waiting = this.waiting.subarray(to);
    return rows.length > 0 ? new Uint8Array(rows) : null;
  }

  private begin(): number {
    const bytes = SIGNATURE_BYTES + 4;
    if (this.isBegun || this.waiting.length < bytes) return 0;
    this.isBegun = true;
    return bytes + this.waiting.readInt32BE(SIGNATURE_BYTES);
  }

  /** 0 where no whole row begins, as at the trailer. */
  private endOfRow(from: number): number {
    const { waiting } = this;
    if (from + 2 > waiting.length || waiting.readInt16BE(from) !== COLUMNS) return 0;
    let at = from + 2;
    for (let column = 0; column < COLUMNS; column += 1) {
      if (at + 4 > waiting.length) return 0;
      at += 4 + Math.max(0, waiting.readInt32BE(at));
    }
    return at <= waiting.length ? at : 0;
  }
}
