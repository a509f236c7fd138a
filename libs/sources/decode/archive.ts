import { Readable } from 'node:stream';
import { RandomAccessReader, fromRandomAccessReaderPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';

/** Bytes that can be read from anywhere, as a kept file's. */
export type Packed = Readonly<{ bytes: number; stream: (from: number) => AsyncIterable<Buffer> }>;

/** A book of a thousand sheets has some thousands. */
const MOST_ENTRIES = 100_000;

async function* rangeOf(packed: Packed, start: number, end: number): AsyncIterable<Buffer> {
  let left = end - start;
  if (left === 0) return;
  for await (const chunk of packed.stream(start)) {
    yield left < chunk.length ? chunk.subarray(0, left) : chunk;
    left -= chunk.length;
    if (left <= 0) return;
  }
}

class PackedReader extends RandomAccessReader {
  constructor(private readonly packed: Packed) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(rangeOf(this.packed, start, end));
  }
}

/**
 * A ZIP archive read by the directory at its end: each file in it by its name, at any pace. Read from the front while it passes, an archive
 * cut in half leaves its reader waiting, and what comes after a pause is lost (both seen with unzipper, through exceljs).
 */
export class Archive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws Error when it is none, or is cut off. */
  static async open(packed: Packed): Promise<Archive> {
    const zip = await fromRandomAccessReaderPromise(new PackedReader(packed), packed.bytes, { autoClose: false });
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      if (entries.size === MOST_ENTRIES) throw new Error(`more than ${MOST_ENTRIES} files`);
      entries.set(entry.fileName.toLowerCase(), entry);
    }
    return new Archive(zip, entries);
  }

  /** Null when it is not there; names of parts know no case (ISO/IEC 29500-2). Ends in an error where it cannot be unpacked. */
  async stream(name: string): Promise<Readable | null> {
    const entry = this.entries.get(name.toLowerCase());
    return entry === undefined ? null : this.zip.openReadStreamPromise(entry);
  }
}
