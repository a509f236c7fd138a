import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeHash } from './program';

describe('the code of a program, as a hash', () => {
  const libs = mkdtempSync(join(tmpdir(), 'xianjie-libs-'));
  mkdirSync(join(libs, 'domain', 'household'), { recursive: true });
  mkdirSync(join(libs, 'documents'));
  const write = (file: string, text: string): void => writeFileSync(join(libs, file), text);
  write('domain/household/hear.ts', 'a');
  write('domain/decide.ts', 'b');
  write('documents/lines.ts', 'c');
  afterAll(() => rmSync(libs, { recursive: true }));
  const hashed = (...libraries: readonly string[]) => codeHash(libraries, libs);
  const first = hashed('domain');

  it('is another one for another rule, another file or another library', () => {
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(hashed('domain', 'documents')).not.toBe(first);
    write('domain/household/hear.ts', 'A');
    expect(hashed('domain')).not.toBe(first);
    write('domain/household/hear.ts', 'a');
    expect(hashed('domain')).toBe(first);
    write('domain/household/more.ts', '');
    expect(hashed('domain')).not.toBe(first);
    rmSync(join(libs, 'domain/household/more.ts'));
  });

  it('is the same whatever its tests and notes say', () => {
    for (const file of ['hear.spec.ts', 'case.fixture.ts', 'log.contract.ts', 'README.md']) write(`domain/${file}`, file);
    expect(hashed('domain')).toBe(first);
  });
});
