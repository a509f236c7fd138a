import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root';

const LIBS = join(__dirname, '..');
const isCode = (file: string): boolean => /\.(ts|js|sql)$/.test(file) && !/\.(spec|fixture|contract)\./.test(file);

/** The release, from package.json. */
export const release = (): string => {
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  return version;
};

/** SM3 over the code of some libraries as it runs here: another rule is another hash, whatever the release says. */
export const codeHash = (libraries: readonly string[], libs = LIBS): string => {
  const hash = createHash('sm3');
  for (const library of libraries) {
    const files = readdirSync(join(libs, library), { recursive: true, encoding: 'utf8' }).filter(isCode);
    for (const file of files.toSorted()) hash.update(file).update(readFileSync(join(libs, library, file)));
  }
  return hash.digest('hex');
};
