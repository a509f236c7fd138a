import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

it('the event catalogue for consumers says what the schemas say', () => {
  const script = join(__dirname, '..', '..', 'scripts', 'event-catalogue.mjs');
  expect(spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' }).stderr).toBe('');
});
