// Generates the event types from schemas/, then compiles every app and library to dist/ (assets such as .sql are copied).
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';

const run = (command, ...args) => execFileSync(command, args, { stdio: 'inherit' });

if (existsSync('scripts/generate-types.mjs')) run('node', 'scripts/generate-types.mjs');
rmSync('dist', { recursive: true, force: true });
run(
  'npx',
  'swc',
  'apps',
  'libs',
  'test',
  '--out-dir',
  'dist',
  '--copy-files',
  '--config-file',
  '.swcrc',
  '--ignore',
  '**/*.spec.ts,**/*.journey.ts',
  '--log-watch-compilation=false',
);
