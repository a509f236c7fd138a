import { randomBytes } from 'node:crypto';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PRIVATE = 0o600;

/** A full disk, or a power cut right after, leaves the name without its bytes; an empty secret would keep the hub from ever starting. */
const holdsNothing = (file: string): boolean => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0;

const secretFile = (file: string, bytes: number): string => {
  if (holdsNothing(file)) writeFileSync(file, `${randomBytes(bytes).toString('hex')}\n`, { mode: PRIVATE });
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
