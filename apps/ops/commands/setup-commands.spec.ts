import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { EXIT } from '../exit-codes';
import { backupCommands } from './backup';
import { demoCommand } from './demo';
import { setupCommands } from './setup-commands';

const run = (...words: string[]): Promise<Command> => {
  const program = new Command('xianjie').exitOverride();
  setupCommands(program);
  demoCommand(program);
  return program.parseAsync(words, { from: 'user' });
};

describe('a generated province', () => {
  it.each([
    ['--year', '2016.5'],
    ['--year', '1'],
    ['--year', '3000'],
    ['--seed', '1.5'],
    ['--seed', '-1'],
    ['--counties', '0'],
    ['--counties', '0.5'],
    ['--households', '0'],
    ['--scale', '0'],
    ['--scale', '0.000000001'],
    ['--scale', 'many'],
  ])('is refused with %s %s: a wrong use, and the option is named', async (option, value) => {
    const out = join(mkdtempSync(join(tmpdir(), 'xianjie-generate-')), 'out');
    const asked = run('generate', '--province', 'yunnan', '--out', out, option, value);
    await expect(asked).rejects.toMatchObject({ exitCode: EXIT.usage, message: expect.stringContaining(`${option}: `) });
  });

  it.each(['many', '0', '0.000000001'])('of a demo is refused with --scale %s before anything is started', async (scale) => {
    process.env.XIANJIE_DATA_DIR = mkdtempSync(join(tmpdir(), 'xianjie-demo-'));
    const asked = run('demo', '--exit', '--scale', scale);
    await expect(asked).rejects.toMatchObject({ exitCode: EXIT.usage, message: expect.stringContaining('--scale: ') });
  });
});

it('a database is not restored from a folder that is not there: a wrong use, and no database is asked', async () => {
  const program = new Command('xianjie').exitOverride();
  backupCommands(program);
  const missing = join(mkdtempSync(join(tmpdir(), 'xianjie-restore-')), 'backup');
  await expect(program.parseAsync(['restore', missing], { from: 'user' })).rejects.toMatchObject({
    ...{ exitCode: EXIT.usage, message: `${missing}: no such folder` },
  });
});
