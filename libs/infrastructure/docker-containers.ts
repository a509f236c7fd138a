import { createConnection } from 'node:net';
import { GenericContainer, ImageName, getContainerRuntimeClient, getReaper } from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';
import { PartUnavailable } from './faults';

const STARTUP_MS = 180_000;
/** Characters. */
const TAIL = 2_000;

/** Testcontainers publishes ports on every address of the machine; none of these parts may be met from another one. */
export class LoopbackContainer extends GenericContainer {
  constructor(image: string, container: number, host: number) {
    super(image);
    this.withExposedPorts({ container, host });
    this.hostConfig.PortBindings = { [`${container}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: String(host) }] };
  }
}

const firstLine = (fault: unknown): string =>
  ((fault as Error).message.split('\n')[0] ?? '').replace(/^\(HTTP code \d+\) [\w ]+ - /, '').trim();

const isReachable = (dockerHost: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port, pathname } = new URL(dockerHost);
    const probe = hostname === '' ? createConnection(pathname) : createConnection(Number(port), hostname);
    probe.setTimeout(5_000, () => probe.destroy(new Error('timeout')));
    probe
      .once('error', () => resolve(false))
      .once('connect', () => {
        probe.destroy();
        resolve(true);
      });
  });

/** Why containers cannot be started here, or null. */
export const dockerObstacle = async (): Promise<string | null> => {
  const { DOCKER_HOST } = process.env;
  // Testcontainers would go on to any other daemon that it finds.
  if (DOCKER_HOST && !(await isReachable(DOCKER_HOST).catch(() => false)))
    return `no Docker daemon answers at DOCKER_HOST (${DOCKER_HOST})`;
  try {
    await getContainerRuntimeClient();
    return null;
  } catch (cause) {
    return `no Docker daemon answers (${firstLine(cause)})`;
  }
};

/**
 * The image is on this machine afterwards, pulled if it was not.
 * @throws PartUnavailable saying whether the daemon or the image is what is missing.
 */
export const obtainImage = async (image: string): Promise<void> => {
  const obstacle = await dockerObstacle();
  if (obstacle !== null)
    throw new PartUnavailable(`parts were asked for in Docker, but ${obstacle}: start Docker, or leave XIANJIE_INFRA unset`);
  const client = await getContainerRuntimeClient();
  const name = ImageName.fromString(image);
  try {
    await client.image.pull(name);
    // A pull that broke off half-way ends like one that went well.
    if (!(await client.image.exists(name))) throw new Error('the pull ended without it');
  } catch (cause) {
    throw new PartUnavailable(
      `${image} was asked for in Docker, but the image is not on this machine and could not be pulled (${firstLine(cause)}): ` +
        'bring it with docker save and docker load, or leave XIANJIE_INFRA unset',
      { cause },
    );
  }
};

/** Testcontainers' own container, which removes the others when this process is killed. */
const startReaper = async (): Promise<void> => {
  try {
    await getReaper(await getContainerRuntimeClient());
  } catch (cause) {
    throw new PartUnavailable(
      `Testcontainers could not start the container that cleans up behind it (${firstLine(cause)}): bring the image testcontainers/ryuk ` +
        'with docker save and docker load, or set TESTCONTAINERS_RYUK_DISABLED=true and remove what a killed hub leaves yourself',
      { cause },
    );
  }
};

/** @throws PartUnavailable when it cannot be had or does not come up, with the tail of what it said; nothing of it is left then. */
export const startContainer = async (image: string, container: GenericContainer): Promise<StartedTestContainer> => {
  await obtainImage(image);
  await startReaper();
  let said = '';
  container.withLogConsumer((log) => log.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-TAIL))));
  try {
    return await container.withStartupTimeout(STARTUP_MS).start();
  } catch (cause) {
    throw new PartUnavailable(`${image} did not start in Docker: ${(cause as Error).message}\n${said.trimEnd()}`, { cause });
  }
};
