// Generates the event types from schemas/, then compiles every app and library to dist/ in the same folders (assets such as .sql
// are copied beside their code). The old dist/ is replaced at the end, so a failed build leaves it whole.
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const run = (command, ...args) => execFileSync(command, args, { stdio: 'inherit' });

if (existsSync('scripts/generate-types.mjs')) run(process.execPath, 'scripts/generate-types.mjs');

const fresh = `dist.new-${process.pid}`;
const old = `dist.old-${process.pid}`;
const sources = ['apps', 'libs', 'test'].filter((folder) => existsSync(folder));
const tests = '**/*.spec.ts,**/*.journey.ts';
try {
  // swc rewrites @xianjie/* to relative paths (.swcrc), so that plain node runs the result.
  run('node_modules/.bin/swc', ...sources, '--out-dir', fresh, '--copy-files', '--config-file', '.swcrc', '--ignore', tests);
  if (existsSync('dist')) renameSync('dist', old);
  renameSync(fresh, 'dist');
} finally {
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
}
