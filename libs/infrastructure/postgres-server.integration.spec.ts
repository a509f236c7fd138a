import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports';
import { runOnPostgres, startPostgres } from './postgres-server';

describe('a Postgres that a full disk did not let begin', () => {
  it('begins at the next start, though the name of its password was left without one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'xianjie-postgres-'));
    writeFileSync(join(folder, 'password'), '');
    const server = await startPostgres(folder, await freePort(), () => undefined);
    expect(await runOnPostgres(server.address, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    rmSync(folder, { recursive: true });
  });
});
