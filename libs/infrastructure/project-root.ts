import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InfrastructureMisconfigured } from './faults';

/**
 * The folder that holds package.json, schemas/, policies/, divisions/ and .infrastructure/: the same one whether this runs
 * from libs/ under Jest or from dist/. `XIANJIE_HOME` names it where the program was installed apart from them.
 */
export const projectRoot = (from: string = __dirname): string => {
  const named = process.env.XIANJIE_HOME;
  if (named) return named;
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new InfrastructureMisconfigured(`no package.json above ${from}; set XIANJIE_HOME`);
  }
};
