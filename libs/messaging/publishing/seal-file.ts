import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Seal } from '../postgres-seals';

/** Seals outside the database, a JSON line each, only appended: a restored database cannot forget them (S-19). */
export class SealFile {
  constructor(private readonly path: string) {}

  /** Resolves once it is on the disk. */
  async append(seal: Seal): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const file = await open(this.path, 'a', 0o600);
    try {
      await file.write(`${JSON.stringify(seal)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** As they were written; none when there is no file. A line that a crash cut off at the end is passed over. */
  async *read(): AsyncGenerator<Seal> {
    if (!existsSync(this.path)) return;
    for await (const line of createInterface({ input: createReadStream(this.path), crlfDelay: Infinity }))
      if (line.startsWith('{') && line.endsWith('}')) yield JSON.parse(line) as Seal;
  }

  /** The highest position sealed; 0 before anything. */
  async highest(): Promise<number> {
    let highest = 0;
    for await (const { number } of this.read()) highest = Math.max(highest, number);
    return highest;
  }
}
