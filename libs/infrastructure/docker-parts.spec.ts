import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { LoopbackContainer, dockerObstacle } from './docker-containers';
import { refuseLostContainers } from './docker-folder';
import { INITDB, images, startPostgresInDocker } from './docker-parts';
import { projectRoot } from './project-root';

type Compose = { services: Record<string, { image: string; environment: Record<string, string> }> };
const { services } = parse(readFileSync(join(projectRoot(), 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;
const aFolder = (): string => mkdtempSync(join(tmpdir(), 'xianjie-docker-'));

describe('the parts in Docker', () => {
  it('are the releases of docker-compose.yml', () =>
    expect(images).toEqual({
      postgres: services.postgres?.image,
      kafka: services.kafka?.image,
      registry: services['schema-registry']?.image,
    }));

  it('sort as Postgres does there', () => expect(services.postgres?.environment.POSTGRES_INITDB_ARGS).toBe(INITDB));

  it('are met on 127.0.0.1 only', () =>
    expect(Reflect.get(new LoopbackContainer(images.kafka, 29_092, 20_001), 'hostConfig')).toMatchObject({
      PortBindings: { '29092/tcp': [{ HostIp: '127.0.0.1', HostPort: '20001' }] },
    }));

  it('are not looked for in another daemon than DOCKER_HOST names', async () => {
    const { DOCKER_HOST } = process.env;
    process.env.DOCKER_HOST = 'unix:///nowhere/docker.sock';
    try {
      expect(await dockerObstacle()).toBe('no Docker daemon answers at DOCKER_HOST (unix:///nowhere/docker.sock)');
    } finally {
      if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST;
      else process.env.DOCKER_HOST = DOCKER_HOST;
    }
  });
});

describe('a data folder', () => {
  it('whose containers are gone is refused: its seals would stand beside an empty log', () => {
    const folder = aFolder();
    expect(() => refuseLostContainers(folder)).not.toThrow();
    writeFileSync(join(folder, 'was-in-docker'), '');
    expect(() => refuseLostContainers(folder)).toThrow(`the parts over ${folder} were containers`);
  });

  it('of a local Postgres is refused in Docker', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'postgres'), '');
    await expect(startPostgresInDocker(folder, 20_001)).rejects.toThrow('holds a Postgres of this machine');
  });
});
