import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandFault } from './exit-codes';
import { writeOut } from './written-file';

describe('a file that a command writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xianjie-written-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is its owner’s alone', () => {
    const file = join(folder, 'list.csv');
    writeOut(file, '韦大山');
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['韦大山', 0o600]);
  });

  it('on a full disk is named in one line, and a device is left where it is', () => {
    const writing = () => writeOut('/dev/full', 'x');
    expect(writing).toThrow(CommandFault);
    expect(writing).toThrow('/dev/full: ENOSPC: no space left on device, write; nothing was written');
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  });

  it('that cannot be there at all is told as it is', () => expect(() => writeOut(folder, 'x')).toThrow('EISDIR'));
});
