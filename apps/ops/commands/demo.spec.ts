import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { demoCommand } from './demo';

it('a demo takes the data folder that it is given, and no other hub’s', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'xianjie-demo-'));
  const before = process.env.XIANJIE_DATA_DIR;
  try {
    writeFileSync(join(dir, 'addresses.json'), '{}');
    const program = new Command('xianjie').exitOverride();
    demoCommand(program);
    await expect(program.parseAsync(['demo', '--port=0', `--data=${dir}`], { from: 'user' })).rejects.toThrow(
      `${dir} holds a hub already`,
    );
  } finally {
    if (before === undefined) delete process.env.XIANJIE_DATA_DIR;
    else process.env.XIANJIE_DATA_DIR = before;
    rmSync(dir, { recursive: true });
  }
});
