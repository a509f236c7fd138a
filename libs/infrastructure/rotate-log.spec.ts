import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rotateLog } from './rotate-log';

describe('a log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xianjie-rotated-'));
  const file = join(folder, 'intake.log');
  afterAll(() => rmSync(folder, { recursive: true }));
  const held = () => Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

  it('that is full gives place to a new one, and the last three before it stay', () => {
    rotateLog(file, 5);
    expect(held()).toEqual({});
    for (const text of ['first', 'second', 'third', 'fourth', 'fifth']) {
      writeFileSync(file, text);
      rotateLog(file, 5);
    }
    writeFileSync(file, 'now');
    rotateLog(file, 5);
    expect(held()).toEqual({ 'intake.log': 'now', 'intake.log.1': 'fifth', 'intake.log.2': 'fourth', 'intake.log.3': 'third' });
  });
});
