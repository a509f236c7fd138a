import { InfrastructureMisconfigured } from './faults';

export type PartName = 'postgres' | 'kafka' | 'registry';
export type Mode = 'auto' | 'address' | 'docker' | 'local';

/** Where a part comes from. `local-else-docker` is only ever the unforced default. */
export type Choice = Readonly<{ from: 'address'; address: string } | { from: 'local' | 'docker' | 'local-else-docker' }>;

export const addressVariable = {
  postgres: 'XIANJIE_DATABASE_URL',
  kafka: 'XIANJIE_KAFKA_BROKERS',
  registry: 'XIANJIE_SCHEMA_REGISTRY_URL',
} as const satisfies Record<PartName, string>;

const modes: readonly string[] = ['auto', 'address', 'docker', 'local'] satisfies Mode[];

/**
 * Addresses are used as they are; `XIANJIE_INFRA` (or `mode`) says where the other parts come from.
 * @throws InfrastructureMisconfigured for an unknown mode, or mode `address` with an address missing.
 */
export const chooseParts = (env: Readonly<Record<string, string | undefined>>, asked?: Mode): Record<PartName, Choice> => {
  const mode = asked ?? (env.XIANJIE_INFRA?.trim() || 'auto');
  if (!modes.includes(mode)) throw new InfrastructureMisconfigured(`XIANJIE_INFRA is "${mode}"; it may be ${modes.join(', ')}`);
  const choose = (part: PartName): Choice => {
    const address = env[addressVariable[part]]?.trim();
    if (address) return { from: 'address', address };
    if (mode === 'address')
      throw new InfrastructureMisconfigured(`XIANJIE_INFRA is "address", but ${addressVariable[part]} is not set`);
    return { from: mode === 'auto' ? 'local-else-docker' : (mode as 'docker' | 'local') };
  };
  return { postgres: choose('postgres'), kafka: choose('kafka'), registry: choose('registry') };
};
