import type { EventLog } from '@xianjie/log';
import { books, noteOf, valueOf } from '../books';
import type { ImportBegun } from '../books';
import { shardOf } from './item';
import type { HearItem } from './item';

/** Notes after which position an import began to speak of each county, before its first event there. */
export class ImportLedger {
  private readonly begun = new Map<string, Promise<void>>();

  constructor(private readonly log: EventLog) {}

  async begin(items: readonly HearItem[]): Promise<void> {
    const beginnings = new Set<Promise<void>>();
    for (const { importId, report } of items) {
      if (importId === null) continue;
      const key = `${importId}/${report.county}`;
      let beginning = this.begun.get(key);
      if (beginning === undefined) {
        beginning = this.note(importId, report.county, key);
        this.begun.set(key, beginning);
        beginning.catch(() => this.begun.delete(key));
      }
      beginnings.add(beginning);
    }
    await Promise.all(beginnings);
  }

  private async note(importId: string, county: string, key: string): Promise<void> {
    if ((await this.log.notes(books.import, [key])).size > 0) return;
    const shard = shardOf(county);
    const begun: ImportBegun = { county, shard, after: (await this.log.head(shard)).number };
    const notes = [noteOf(books.import, key, importId, begun)];
    await this.log.append({ shard, commandId: `import-begun:${key}`, streams: [], notes });
  }
}

/** Where an import spoke, county by county. */
export const countiesOf = async (log: EventLog, importId: string): Promise<readonly ImportBegun[]> => {
  const begun: ImportBegun[] = [];
  for await (const page of log.notesIn(books.import, importId))
    for (const note of page) {
      const value = valueOf<ImportBegun>(note);
      if (value) begun.push(value);
    }
  return begun;
};
