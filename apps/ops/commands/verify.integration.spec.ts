import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { Ed25519Signer, newEd25519Key } from '@xianjie/documents';
import { PostgresSeals, SealFile } from '@xianjie/messaging';
import type { Seal } from '@xianjie/messaging';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { verifyCommands } from './verify';

const aSeal = async (shard: string, number: number): Promise<Seal> => {
  const at = '2016-12-31T02:00:00.000Z';
  const unsigned = { shard, number, link: 'ab'.repeat(32), recordedAt: at, sealedAt: at };
  const statement = JSON.stringify(unsigned);
  const { value, ...signed } = await new Ed25519Signer(newEd25519Key()).sign(Buffer.from(statement));
  return { ...unsigned, ...signed, statement, signature: value, previous: null };
};

describe('`verify` of a log that was taken away whole', () => {
  const dir = mkdtempSync(join(tmpdir(), 'xianjie-verify-'));
  const before = { ...process.env };
  let database: TestDatabase;
  let pool: Pool;

  const verified = async (...args: readonly string[]) => {
    const said: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    const program = new Command().exitOverride();
    verifyCommands(program);
    await program.parseAsync(['verify', '--json', ...args], { from: 'user' }).finally(() => write.mockRestore());
    const { exitCode } = process;
    process.exitCode = undefined;
    const { intact, shards } = JSON.parse(said.at(-1) ?? '') as {
      intact: boolean;
      shards: readonly Readonly<{ shard: string; firstBad: string | null }>[];
    };
    return { exitCode, intact, bad: shards.map(({ firstBad }) => firstBad) };
  };

  beforeAll(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url });
    Object.assign(process.env, { XIANJIE_DATABASE_URL: database.url, XIANJIE_DATA_DIR: dir });
  });
  afterAll(async () => {
    process.env = before;
    await pool.end();
    await database.drop();
    rmSync(dir, { recursive: true });
  });

  it('is content with a hub that holds nothing yet', async () =>
    expect(await verified()).toEqual({ exitCode: undefined, intact: true, bad: [] }));

  it('does not call what lies beyond the head unbroken', async () => {
    await pool.query(`insert into log.heads (shard, link) values ('62', '')`);
    await expect(verified('--from', '62:2')).rejects.toThrow('--from: shard 62 ends at 62:0');
    await pool.query(`delete from log.heads where shard = '62'`);
  });

  it('finds it by the seals in the file, and by those in Postgres', async () => {
    await new SealFile(join(dir, 'seals', '45.jsonl')).append(await aSeal('45', 3));
    expect(await verified()).toEqual({ exitCode: 1, intact: false, bad: ['45:3'] });
    await new PostgresSeals(pool).write(await aSeal('53', 7), null);
    expect(await verified()).toEqual({ exitCode: 1, intact: false, bad: ['45:3', '53:7'] });
  });

  it('verifies the shard that a position names, and no other', async () => {
    expect(await verified('--from', '53:1')).toEqual({ exitCode: 1, intact: false, bad: ['53:7'] });
    for (const [args, said] of [
      [['--from', '43:1'], 'there is no shard 43'],
      [['--from', '45:1', '--to', '53:9'], '--to: of shard 53'],
      [['--from', '45:1:9'], '--from: a position such as'],
    ] as const)
      await expect(verified(...args)).rejects.toThrow(said);
  });
});
