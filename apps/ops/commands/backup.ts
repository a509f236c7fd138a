import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { BackupRefused, backUpDatabase, restoreDatabase } from '@xianjie/infrastructure';
import { PostgresReplays } from '@xianjie/read-models';
import { readDivisionTable } from '@xianjie/sources';
import { CommandFault, UsageError } from '../exit-codes';
import { hubAddresses } from '../hub';
import { outputFor } from '../output';
import { withLog } from '../postgres-wiring';

const orRefused = <Answer>(work: Promise<Answer>): Promise<Answer> =>
  work.catch((fault: unknown) => {
    if (fault instanceof BackupRefused)
      throw new CommandFault(`${fault.code}: ${fault.message}`, { refused: true, code: fault.code });
    throw fault;
  });

const database = (): string => process.env.XIANJIE_DATABASE_URL ?? hubAddresses().databaseUrl;

export const backupCommands = (program: Command): void => {
  program
    .command('backup')
    .description('write the hub’s database to files as of one moment, while the hub goes on')
    .requiredOption('--out <dir>', 'a folder without a backup in it')
    .option('--json', 'end with a line of JSON')
    .action(async ({ out, json }: { out: string; json?: boolean }) => {
      const { say, result } = outputFor(json === true);
      const { tables, migrations } = await orRefused(backUpDatabase(database(), out));
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      say(`${out}: ${rows} rows of ${tables.length} tables, as of ${migrations.at(-1)}`);
      result({ out, rows, tables: tables.length });
    });
  program
    .command('restore <dir>')
    .description(
      'fill an empty database (XIANJIE_DATABASE_URL) from a backup of this version or an older one, and bring it to this version',
    )
    .option('--json', 'end with a line of JSON')
    .action(async (dir: string, { json }: { json?: boolean }) => {
      const { say, result } = outputFor(json === true);
      if (!existsSync(dir)) throw new UsageError(`${dir}: no such folder`);
      const leftOut = await orRefused(restoreDatabase(dir, database()));
      for (const table of leftOut) say(`${table} was left out: no migration makes it, a replay can make it again`);
      const forgotten = await withLog((_, pool) => new PostgresReplays(pool, readDivisionTable()).forgetWithoutViews());
      for (const name of forgotten) say(`replay ${name} was left out with its views`);
      say('restored; the seal file and the other folders of the data folder are restored beside it (runbook)');
      result({ leftOut, replays: forgotten });
    });
};
