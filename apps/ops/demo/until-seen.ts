import { withLog } from '../postgres-wiring';
import { ViewQueries } from '@xianjie/read-models';
import { readDivisionTable } from '@xianjie/sources';
import { CommandFault } from '../exit-codes';
import { hubAddresses } from '../hub';

const WITHIN_MS = 120_000;

/** Waits until the views have folded every household event of the shard and the topics hold the whole log. */
export const untilSeen = async (shard: string, progress: (line: string) => void): Promise<Readonly<{ position: number }>> =>
  withLog(async (log, pool) => {
    const views = await ViewQueries.open(hubAddresses().databaseUrl, readDivisionTable());
    const { number } = await log.head(shard);
    const deadline = Date.now() + WITHIN_MS;
    for (;;) {
      const { rows } = await pool.query<{ published: string }>(
        'select number as published from messaging.publications where shard = $1',
        [shard],
      );
      const published = Number(rows[0]?.published ?? 0);
      const behind = published < number ? Infinity : await views.householdsBehind(shard);
      if (behind === 0) {
        await views.close();
        return { position: number };
      }
      if (Date.now() > deadline)
        throw new CommandFault(
          `after ${WITHIN_MS / 1000} s the topics hold ${published} of ${number} events, and ${behind} households of the views are behind`,
        );
      progress(`published ${published} of ${number}; ${behind} households behind`);
      await new Promise((next) => setTimeout(next, 250));
    }
  });
