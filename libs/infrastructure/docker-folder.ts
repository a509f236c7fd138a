import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InfrastructureMisconfigured } from './faults';

// What a data folder may hold: a Postgres of this machine, or the mark of containers that are gone. Never both.

const mark = (folder: string): string => join(folder, 'was-in-docker');

export const markContainers = (folder: string): void => writeFileSync(mark(folder), '');

/** @throws InfrastructureMisconfigured over a folder whose Postgres was a container: what it held is gone, the seals beside it are not. */
export const refuseLostContainers = (folder: string): void => {
  if (existsSync(mark(folder)))
    throw new InfrastructureMisconfigured(
      `the parts over ${folder} were containers, and what they held went with them: remove the hub's data folder, or give a fresh one`,
    );
};

/** @throws InfrastructureMisconfigured where a container would begin without the data of the folder's own Postgres. */
export const refuseLocalPostgres = (folder: string): void => {
  if (existsSync(join(folder, 'postgres')))
    throw new InfrastructureMisconfigured(
      `${folder} holds a Postgres of this machine: a container would begin without its data. Give a fresh data folder, or leave XIANJIE_INFRA unset`,
    );
};
