import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { InfrastructureMisconfigured } from './faults';

export type PortName = 'postgres' | 'kafka' | 'kafkaController' | 'registry';
export type Ports = Record<PortName, number>;

// Below Linux's ephemeral range (32768): while a broker is down, no outgoing connection may take its port.
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** Whether nothing listens on 127.0.0.1 at that port. */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** A port on 127.0.0.1 that nothing listens on now, and none of `taken`. */
export const freePort = async (taken: readonly number[] = []): Promise<number> => {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
};

/**
 * One port a part: the one asked for, else the one this data folder had last time, else any free one.
 * @throws InfrastructureMisconfigured when a port that was asked for is taken.
 */
export const reservePorts = async (dataDir: string, asked: Partial<Ports> = {}): Promise<Ports> => {
  const file = join(dataDir, 'ports.json');
  const remembered: Partial<Ports> = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Ports>) : {};
  const ports: Partial<Ports> = {};
  for (const name of ['postgres', 'kafka', 'kafkaController', 'registry'] as const) {
    const wished = asked[name];
    if (wished !== undefined && !(await isFree(wished))) {
      throw new InfrastructureMisconfigured(`port ${wished} for ${name} is taken; give another one, or none for any free port`);
    }
    const last = remembered[name];
    ports[name] = wished ?? (last && (await isFree(last)) ? last : await freePort(Object.values(ports)));
  }
  writeFileSync(file, JSON.stringify(ports));
  return ports as Ports;
};
