// After `npm install X`: names in package-lock.json the binaries for other platforms that the registry in use did not carry. npm leaves
// them out of the lock file and then refuses `npm ci`, everywhere. `--check` only says whether any is missing.
import { readFileSync, writeFileSync } from 'node:fs';

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const MACHINES = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

const text = readFileSync('package-lock.json', 'utf8');
const lock = JSON.parse(text);
const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !lock.packages[`${path}/node_modules/${name}`] && !lock.packages[`node_modules/${name}`])
    .map(([name, version]) => [`node_modules/${name}`, { version, dev }]),
);

if (process.argv[2] === '--check') {
  if (missing.length > 0)
    console.error(`package-lock.json lacks ${missing.length} platform binaries; run node scripts/complete-lockfile.mjs`);
  process.exit(missing.length > 0 ? 1 : 0);
}
for (const [path, { version, dev }] of missing) {
  const words = path.split(/[-/]/);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = MACHINES.filter((machine) => words.includes(machine));
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`${path}: which platform?`);
  lock.packages[path] = { version, cpu, ...(dev ? { dev } : {}), optional: true, os };
}
const inOrder = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync('package-lock.json', `${JSON.stringify({ ...lock, packages: Object.fromEntries(inOrder) }, null, 2)}\n`);
