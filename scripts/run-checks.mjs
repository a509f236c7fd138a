// Every check in order, each with its seconds; the last line is "N passed, N failed". A check that fails does not hide the later ones.
// Jest's projects count test by test, every other check counts as one.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const bin = (name) => join('node_modules', '.bin', name);
/** No check takes half of it, calm: one that hangs, also after its last test, fails, and the later ones still run. */
const LONGEST_MS = 30 * 60_000;
const run = (command, args) => {
  const { status, error } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  });
  if (error)
    console.error(
      `${command} ${args.join(' ')}: ${error.code === 'ETIMEDOUT' ? `no end after ${LONGEST_MS / 60_000} minutes` : error.message}`,
    );
  return status === 0;
};

const command = (name, ...line) => ({
  name,
  check: () => (run(line[0], line.slice(1)) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }),
});

/** A busy machine is no defect: what hangs is still found. Journeys set their own. */
const TIME = '--testTimeout=30000';

/** A Jest project. A run that ends without its report, or found no test at all, is one failure. */
const project = (name, ...options) => ({
  name: `${name} tests`,
  check: () => {
    const report = join('test', 'out', `${name}.json`);
    rmSync(report, { force: true });
    const wentWell = run(bin('jest'), ['--selectProjects', name, '--json', '--outputFile', report, TIME, ...options]);
    if (!existsSync(report)) return { passed: 0, failed: 1 };
    const { numPassedTests: passed, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    return { passed, failed: failed === 0 && (!wentWell || passed === 0) ? 1 : failed };
  },
});

const checks = [
  command('lock file', 'node', 'scripts/complete-lockfile.mjs', '--check'),
  command('lint', 'npm', 'run', '--silent', 'lint'),
  command('boundaries', 'npm', 'run', '--silent', 'check:boundaries'),
  command('types', 'npm', 'run', '--silent', 'typecheck'),
  project('unit'),
  // One worker: these share one broker, one registry and one Postgres on the machine.
  project('integration', '--runInBand'),
  project('journeys', '--runInBand'),
  command('compose file', 'node', 'scripts/check-compose.mjs'),
];

const perform = ({ name, check }) => {
  console.log(`\n=== ${name}`);
  const began = Date.now();
  const { passed, failed } = check();
  const line = `${failed === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(24)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s`;
  console.log(line);
  return { passed, failed, line };
};

const soak = (minutes) => {
  const results = [];
  for (const end = Date.now() + minutes * 60_000; Date.now() < end;) results.push(perform(project('journeys', '--runInBand')));
  return results;
};

mkdirSync(join('test', 'out'), { recursive: true });
const soakMinutes = process.argv[2] === '--soak' ? Number(process.argv[3]) : null;
if (soakMinutes !== null && !(soakMinutes > 0)) {
  console.error(`--soak: minutes above 0, not ${process.argv[3]}`);
  process.exit(2);
}
const results = soakMinutes === null ? checks.map(perform) : soak(soakMinutes);
const total = (which) => results.reduce((sum, result) => sum + result[which], 0);
console.log(`\n${results.map(({ line }) => line).join('\n')}\n`);
process.exitCode = total('failed') === 0 ? 0 : 1;
console.log(`${total('passed')} passed, ${total('failed')} failed`);
