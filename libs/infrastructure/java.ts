import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** `$JAVA_HOME/bin/java`, else the one on the path. */
export const javaCommand = (): string => {
  const home = process.env.JAVA_HOME;
  return home && existsSync(join(home, 'bin', 'java')) ? join(home, 'bin', 'java') : 'java';
};

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
