import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** `$JAVA_HOME/bin/java`, else the one on the path. */
export const javaCommand = (): string => {
  const home = process.env.JAVA_HOME;
  return home && existsSync(join(home, 'bin', 'java')) ? join(home, 'bin', 'java') : 'java';
};

/** Java takes the encoding of file names from the locale: under LANG=C it cannot open a data folder with a Chinese name. */
export const javaEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: 'C.UTF-8' });

/** Java reads .properties files as Latin-1; the rest of the characters have to be written as escapes. */
export const propertiesText = (entries: Readonly<Record<string, string | number | boolean>>): string =>
  Object.entries(entries)
    .map(([key, value]) => `${key}=${String(value).replaceAll('\\', '\\\\')}`)
    .join('\n')
    .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Why Java programs of ours cannot run here, or null. Kafka 4 and Apicurio 3.0 both need Java 17. */
export const javaObstacle = (): string | null => {
  try {
    const said = execFileSync(javaCommand(), ['--version'], { encoding: 'utf8' });
    const major = Number(/\s(\d+)/.exec(said)?.[1]);
    return major >= 17 ? null : `Java 17 or later is needed, ${javaCommand()} is ${major}; run make setup`;
  } catch {
    return `no Java on this machine (${javaCommand()}); run make setup`;
  }
};
