import type { Pool } from 'pg';
import { PostgresStaging } from './postgres-staging';

it('a comparison that breaks off is a fault once the others have ended: they would write beside those of the next attempt', async () => {
  let ended = 0;
  const client = {
    query: async (asked: string | Readonly<{ text: string }>) => {
      const text = typeof asked === 'string' ? asked : asked.text;
      if (text.includes("'odd'")) throw new Error('broke off');
      if (text === 'commit') ended += 1;
      await new Promise((later) => setTimeout(later, 20));
      return { rows: [], rowCount: 0 };
    },
    release: () => undefined,
  };
  const pool = { query: async () => ({ rows: [] }), connect: async () => client } as unknown as Pool;
  const comparing = new PostgresStaging(pool).compare('1', 'heard:dibao', ['530124'], '2016-12-31');
  await expect(comparing).rejects.toThrow('broke off');
  expect(ended).toBe(2);
});
