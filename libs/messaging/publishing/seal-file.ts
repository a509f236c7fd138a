import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
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
}
