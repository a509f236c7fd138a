import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { javaCommand, javaEnvironment, javaObstacle } from './java';
import { LocalProcess } from './local-process';
import { localPart } from './part';
import type { Part } from './part';
import { projectRoot } from './project-root';

const HEAP = '512m';
const folderOfProgram = () => join(projectRoot(), '.infrastructure', 'apicurio');
const program = 'apicurio-registry-app-3.0.9-runner.jar';

/** Why the schema registry cannot be started here, or null. */
export const registryObstacle = (): string | null =>
  existsSync(join(folderOfProgram(), program)) ? javaObstacle() : `no ${program} in ${folderOfProgram()}; run make setup`;

/** What Java needs to keep schemas in a Postgres database. The address `postgres://user:password@host/db` says it all to us. */
const datasource = (databaseUrl: string) => {
  const { hostname, port, pathname, search, username, password } = new URL(databaseUrl);
  return {
    APICURIO_STORAGE_KIND: 'sql',
    APICURIO_STORAGE_SQL_KIND: 'postgresql',
    APICURIO_DATASOURCE_URL: `jdbc:postgresql://${hostname}:${port || 5432}${pathname}${search}`,
    APICURIO_DATASOURCE_USERNAME: decodeURIComponent(username),
    APICURIO_DATASOURCE_PASSWORD: decodeURIComponent(password),
    // Quarkus's names stand over Apicurio's. After a restart of Postgres each pooled connection fails the call that meets it: of the
    // twenty that are kept by default, one a publisher's attempt, that took a minute and a half. Checked before use, none does.
    QUARKUS_DATASOURCE_POSTGRESQL_JDBC_VALIDATE_ON_BORROW: 'true',
    QUARKUS_DATASOURCE_POSTGRESQL_JDBC_INITIAL_SIZE: '2',
    QUARKUS_DATASOURCE_POSTGRESQL_JDBC_MIN_SIZE: '2',
    QUARKUS_DATASOURCE_POSTGRESQL_JDBC_MAX_SIZE: '10',
  };
};

/** Apicurio Registry from its published archive. The address is the root of Confluent's interface. */
export const startRegistry = async (
  folder: string,
  port: number,
  databaseUrl: string,
  onCrash: (report: string) => void,
): Promise<Part> => {
  mkdirSync(folder, { recursive: true });
  const address = `http://127.0.0.1:${port}/apis/ccompat/v7`;
  const launch = async () => {
    const registry = await LocalProcess.start(
      {
        name: 'Apicurio Registry',
        command: [javaCommand(), `-Xmx${HEAP}`, '-Dquarkus.http.host=127.0.0.1', `-Dquarkus.http.port=${port}`, '-jar', program],
        // In the environment, because every user of the machine can read a command line.
        env: { ...javaEnvironment(), ...datasource(databaseUrl) },
        cwd: folderOfProgram(),
        logFile: join(folder, 'apicurio.log'),
        pidFile: join(folder, 'pid'),
        stopSignal: 'SIGTERM',
      },
      onCrash,
    );
    await registry.until(async () => (await fetch(`${address}/subjects`)).ok, 120_000);
    return registry;
  };
  return localPart(address, `Apicurio Registry 3.0.9 from its published archive, on 127.0.0.1:${port}`, launch);
};
