import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { registryObstacle, startRegistry } from './apicurio-registry';
import { silentAt } from './answering';
import { addressVariable, chooseParts } from './choose-parts';
import type { Choice, Mode, PartName } from './choose-parts';
import { refuseLostContainers } from './docker-folder';
import { PartUnavailable } from './faults';
import { kafkaObstacle, startKafka } from './kafka-broker';
import { foundPart } from './part';
import type { Part } from './part';
import { reservePorts } from './ports';
import type { Ports } from './ports';
import { ensureDatabase, postgresObstacle, startPostgres } from './postgres-server';

export type FindOrStart = Readonly<{
  /** Everything the parts keep; a second start over it finds the same data. */
  dataDir: string;
  /** Stands over XIANJIE_INFRA. */
  mode?: Mode;
  /** Where addresses and XIANJIE_INFRA are looked for; `{}` makes a set of one's own, as fault tests need. The process's by default. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Ports on 127.0.0.1; what is left out gets the port of last time, or a free one. */
  ports?: Partial<Ports>;
  /** The hub's database, made if it is not there, in a Postgres that we start; an address from the environment names its own. */
  database?: string;
  log: (line: string) => void;
}>;

export type RealParts = Readonly<{
  /** postgres://user:password@host:port/database */
  databaseUrl: string;
  /** host:port, comma between several */
  kafkaBrokers: string;
  /** Root of Confluent's interface, without a final slash */
  schemaRegistryUrl: string;
  /** How each part was chosen, in words. */
  chosen: Readonly<Record<PartName, string>>;
  postgres: Part;
  kafka: Part;
  registry: Part;
  /** Ends in order what was started here. What was found stays. */
  stop: () => Promise<void>;
}>;

const partNames = ['postgres', 'kafka', 'registry'] as const satisfies PartName[];
const obstacles = { postgres: postgresObstacle, kafka: kafkaObstacle, registry: registryObstacle };

// Only when a container is wanted: every app would wait 0.3 s for Testcontainers, and `up` starts four of them.
const docker = () => import('./docker-parts');

type Ways = Readonly<Record<'local' | 'docker', () => Promise<Part>>>;

const obtain = async (part: PartName, choice: Choice, ways: Ways): Promise<Part> => {
  if (choice.from === 'address') return foundPart(choice.address, `found at the address in ${addressVariable[part]}`);
  if (choice.from === 'docker') return ways.docker();
  const obstacle = obstacles[part]();
  if (obstacle === null) return ways.local();
  if (choice.from === 'local') throw new PartUnavailable(`XIANJIE_INFRA is "local", but ${part} cannot run here: ${obstacle}`);
  const noDocker = await (await import('./docker-containers')).dockerObstacle();
  if (noDocker === null) return ways.docker();
  throw new PartUnavailable(
    `${part}: no address in ${addressVariable[part]}; not on this machine: ${obstacle}; not in Docker: ${noDocker}`,
  );
};

/**
 * The three real parts, each found at its address or started.
 * In Docker they keep nothing: a second start over the folder is refused, for its seals and files would stand beside an empty log.
 * @throws InfrastructureMisconfigured, PartUnavailable, PartFailedToStart, DataFolderInUse; nothing is left running then.
 */
export const findOrStart = async ({
  dataDir,
  mode,
  env = process.env,
  ports: asked,
  database = 'xianjie',
  log,
}: FindOrStart): Promise<RealParts> => {
  const choices = chooseParts(env, mode);
  const folder = resolve(dataDir);
  mkdirSync(folder, { recursive: true });
  if (choices.postgres.from !== 'address') refuseLostContainers(folder);
  const inDocker = partNames.filter((name) => choices[name].from === 'docker');
  if (inDocker.length > 0) await (await docker()).obtainImages(inDocker);
  const ports = await reservePorts(folder, asked);
  const started: Part[] = [];
  const have = async (name: PartName, ways: Ways): Promise<Part> => {
    const part = await obtain(name, choices[name], ways);
    started.push(part);
    log(`${name}: ${part.chosen}`);
    // Not refused: whoever starts everything at once may start it last.
    const silent = choices[name].from === 'address' ? await silentAt(part.address) : null;
    if (silent !== null) log(`${name}: nothing answers at ${silent} (${addressVariable[name]}) yet`);
    return part;
  };
  const stop = async () => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };

  const startKafkaPart = have('kafka', {
    local: () => startKafka(join(folder, 'kafka'), ports.kafka, ports.kafkaController, log),
    docker: async () => (await docker()).startKafkaInDocker(ports.kafka),
  });
  const startDatabaseParts = async () => {
    const postgres = await have('postgres', {
      local: () => startPostgres(join(folder, 'postgres'), ports.postgres, log),
      docker: async () => (await docker()).startPostgresInDocker(folder, ports.postgres),
    });
    const registry = await have('registry', {
      local: async () =>
        startRegistry(join(folder, 'registry'), ports.registry, await ensureDatabase(postgres.address, 'schema_registry'), log),
      docker: async () => (await docker()).startRegistryInDocker(ports.registry),
    });
    return { postgres, registry };
  };
  const [kafkaDone, databaseDone] = await Promise.allSettled([startKafkaPart, startDatabaseParts()]);
  if (kafkaDone.status === 'rejected' || databaseDone.status === 'rejected') {
    await stop();
    throw kafkaDone.status === 'rejected' ? kafkaDone.reason : (databaseDone as PromiseRejectedResult).reason;
  }
  const kafka = kafkaDone.value;
  const { postgres, registry } = databaseDone.value;
  return {
    databaseUrl: choices.postgres.from === 'address' ? postgres.address : await ensureDatabase(postgres.address, database),
    kafkaBrokers: kafka.address,
    schemaRegistryUrl: registry.address.replace(/\/+$/, ''),
    chosen: { postgres: postgres.chosen, kafka: kafka.chosen, registry: registry.chosen },
    postgres,
    kafka,
    registry,
    stop,
  };
};
