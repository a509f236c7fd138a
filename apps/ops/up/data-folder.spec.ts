import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdDataFolder } from './data-folder';

const aFolder = (): string => mkdtempSync(join(tmpdir(), 'xianjie-folder-'));

describe('the data folder of a hub', () => {
  it('is refused while another hub lives over it, which is named', () => {
    const dir = aFolder();
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => 0, 60000) // xianjie up']);
    try {
      writeFileSync(join(dir, 'up.pid'), `${other.pid}\n`);
      expect(() => holdDataFolder(dir)).toThrow(`process ${other.pid}`);
    } finally {
      other.kill();
    }
  });

  it('is taken over from a hub that was killed, and given back at the end', () => {
    const dir = aFolder();
    writeFileSync(join(dir, 'up.pid'), '999999999\n');
    const giveBack = holdDataFolder(dir);
    giveBack();
    expect(existsSync(join(dir, 'up.pid'))).toBe(false);
  });
});
