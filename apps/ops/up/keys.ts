import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sizeOf } from '@xianjie/infrastructure';

const PRIVATE = 0o600;

/** An empty one, of a disk that was full, would keep the hub from ever starting. */
const secretFile = (file: string, bytes: number): string => {
  if (sizeOf(file) === 0) writeFileSync(file, `${randomBytes(bytes).toString('hex')}\n`, { mode: PRIVATE });
  return file;
};

/** The token and the master key of a hub on one machine, made once and kept in its data folder; a deployment gives its own files. */
export const hubSecrets = (dir: string): Readonly<{ token: string; masterKey: string }> => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return {
    token: process.env.XIANJIE_TOKEN_FILE ?? secretFile(join(dir, 'token'), 24),
    masterKey: process.env.XIANJIE_MASTER_KEY_FILE ?? secretFile(join(dir, 'master.key'), 32),
  };
};
