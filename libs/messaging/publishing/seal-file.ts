import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { SealFileDamaged, SealFileUnwritable } from '../faults';
import type { Seal } from '../postgres-seals';

/** A seal is flat, so that its one closing brace is its last character. */
const isCutOff = (line: string): boolean => line.startsWith('{') && !line.includes('}');

/** Seals outside the database, a JSON line each, only appended: a restored database cannot forget them (S-19). */
export class SealFile {
  constructor(private readonly path: string) {}

  /** Resolves once they are on the disk. @throws SealFileUnwritable */
  async append(...seals: readonly Seal[]): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true });
      const file = await open(this.path, 'a+', 0o600);
      try {
        const { size } = await file.stat();
        const { buffer: last } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
        // A full disk or a crash may have left half a line, which must not take the next seal with it.
        const border = size > 0 && last.toString() !== '\n' ? '\n' : '';
        await file.write(`${border}${seals.map((seal) => JSON.stringify(seal)).join('\n')}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (cause) {
      throw new SealFileUnwritable(this.path, { cause });
    }
  }

  /** As they were written; none when there is no file. A line that a crash cut off is passed over. @throws SealFileDamaged */
  async *read(): AsyncGenerator<Seal> {
    if (!existsSync(this.path)) return;
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(this.path), crlfDelay: Infinity })) {
      number += 1;
      if (line !== '' && !isCutOff(line)) yield { previous: null, ...this.parsed(line, number) };
    }
  }

  private parsed(line: string, number: number): Omit<Seal, 'previous'> {
    try {
      return JSON.parse(line) as Seal;
    } catch (cause) {
      throw new SealFileDamaged(this.path, number, { cause });
    }
  }

  /** The highest position sealed; 0 before anything. */
  async highest(): Promise<number> {
    let highest = 0;
    for await (const { number } of this.read()) highest = Math.max(highest, number);
    return highest;
  }
}
