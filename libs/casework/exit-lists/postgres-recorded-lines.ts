import type { Line } from '@xianjie/domain';
import type { Pool } from 'pg';
import { statement } from './postgres-statements';
import { RecordedLines } from './recorded-lines';

const recordLines = statement('record-lines');
const readLines = statement('read-lines');
const PAGE = 2_000;

export class PostgresRecordedLines extends RecordedLines {
  constructor(private readonly pool: Pool) {
    super();
  }

  async record(listId: string, version: number, lines: readonly Line[]): Promise<void> {
    for (let from = 0; from < lines.length; from += PAGE) {
      const page = lines.slice(from, from + PAGE);
      const numbers = page.map((_, index) => from + index + 1);
      const texts = page.map((line) => JSON.stringify(line));
      await this.pool.query(recordLines(listId, version, numbers, texts));
    }
  }

  async read(listId: string, version: number): Promise<readonly Line[]> {
    const { rows } = await this.pool.query<{ line: Line }>(readLines(listId, version));
    return rows.map(({ line }) => line);
  }
}
