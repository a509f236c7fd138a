// Whether docker-compose.yml can be used, by docker compose or, without that plugin, Debian's docker-compose; no daemon is needed.
// The same program also gets the file with a mistake in it, and has to refuse it: one that takes everything has checked nothing.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const FILE = 'docker-compose.yml';

const run = ([command, ...args], input) => spawnSync(command, args, { encoding: 'utf8', input });
const programs = [['docker', 'compose'], ['docker-compose']];
const program = programs.find((words) => run([...words, 'version', '--short']).status === 0);

const ends = (line, code) => {
  console.log(line);
  process.exit(code);
};
if (!program) ends(`${FILE}: not checked, there is neither docker compose nor docker-compose; make setup installs the latter`, 1);

const name = `${program.join(' ')} ${run([...program, 'version', '--short']).stdout.trim()}`;
const refusal = (text) => {
  const { status, stderr } = run([...program, '--project-directory', '.', '--file', '-', 'config', '--quiet'], text);
  return status === 0 ? null : stderr.trim() || `exit ${status}`;
};

const text = readFileSync(FILE, 'utf8');
const mistakes = {
  'a service that is not there': text.replace(
    'postgres: { condition: service_healthy }',
    'postgress: { condition: service_healthy }',
  ),
  'an unknown key': text.replace('    healthcheck:', '    healthchek:'),
  'a broken line': text.replace('  kafka:\n', '  kafka\n'),
};
const because = refusal(text);
if (because) ends(`${FILE}: refused by ${name}\n${because}`, 1);
for (const [what, broken] of Object.entries(mistakes)) {
  if (broken === text) ends(`${FILE}: the mistake "${what}" no longer finds its place; mend scripts/check-compose.mjs`, 1);
  if (refusal(broken) === null) ends(`${FILE}: taken by ${name}, which also takes ${what}`, 1);
}
ends(`${FILE}: taken by ${name}, which refuses it with ${Object.keys(mistakes).join(', ')}`, 0);
