import { readFileSync } from 'node:fs';

/** The user and group `nobody`, on every Linux. */
export const NOBODY = 65_534;

export const isRoot = (): boolean => process.getuid?.() === 0;

// Bits of linux/capability.h. Docker's default set has the second only.
const PASSES_FOLDERS = [
  ['dac_read_search', 2],
  ['dac_override', 1],
] as const;

const permitted = (): bigint => BigInt(`0x${/^CapPrm:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`);

/**
 * What setpriv needs to run a program that refuses root, such as Postgres: as nobody, with no capability but the one to pass folders that
 * only root may enter (a clone under /root, or in a mktemp folder). Empty where we are not root.
 */
export const unprivileged = (capabilities: bigint = permitted()): readonly string[] => {
  if (!isRoot()) return [];
  const [passes] = PASSES_FOLDERS.find(([, bit]) => (capabilities >> BigInt(bit)) & 1n) ?? [];
  // Without the securebit access(2) does not count the capability, and initdb asks access(2).
  const keep = passes
    ? ['--securebits=+no_setuid_fixup', `--inh-caps=-all,+${passes}`, `--ambient-caps=-all,+${passes}`]
    : ['--inh-caps=-all'];
  return [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...keep];
};
