import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { projectRoot } from '@xianjie/infrastructure';
import { CommandFault, EXIT, UsageError } from '../exit-codes';
import { NODE_ARGUMENTS } from '../node-arguments';
import { outputFor } from '../output';

// The measurements live beside the tests and run as a process of their own, so that this one does not share their processor.

const NAMES = ['append', 'publish', 'import', 'import-memory', 'end-to-end', 'rebuild', 'rebuild-flat', 'as-of'];

type Result = Readonly<{
  perSecond: number;
  ceilingPerSecond: number;
  ratio: number;
  details: Readonly<Record<string, unknown>>;
}>;
type Options = Readonly<{ scale: string }>;

const lastLineOf = (name: string, scale: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const script = join(projectRoot(), 'dist', 'test', 'bench', 'bench.js');
    const child = spawn(process.execPath, [...NODE_ARGUMENTS, script, name, String(scale)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.once('error', reject);
    child.once('close', (code) => {
      const last = out.trimEnd().split('\n').at(-1) ?? '';
      if (code === EXIT.done && last !== '') resolve(last);
      else reject(new CommandFault(`bench ${name} ended with ${code}; what it says is above`));
    });
  });

const bench = async (name: string, { scale }: Options): Promise<void> => {
  if (!NAMES.includes(name)) throw new UsageError(`NAME: ${NAMES.join(', ')}, not ${name}`);
  const size = Number(scale);
  if (!(size > 0)) throw new UsageError(`--scale: a number above 0, not ${scale}`);
  // The last line is JSON with or without --json (interfaces.md).
  const { say, result } = outputFor(true);
  const measured = JSON.parse(await lastLineOf(name, size)) as Result;
  const { perSecond, ceilingPerSecond, ratio, details } = measured;
  say(`${name}: ${perSecond}/s; ceiling ${ceilingPerSecond}/s in the same run; ratio ${ratio}`);
  for (const [key, value] of Object.entries(details))
    say(`  ${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  result(measured);
};

export const benchCommand = (program: Command): void => {
  program
    .command('bench <name>')
    .description(`measure a part against its own ceiling in the same run: ${NAMES.join(', ')}`)
    .option('--scale <share>', 'of the size that the issue names', '1')
    .option('--json', 'does nothing here: the last line is always JSON')
    .action(bench);
};
