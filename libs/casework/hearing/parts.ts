import type { HouseholdEventCodec } from '@xianjie/contracts';
import type { EventLog } from '@xianjie/log';
import type { IdentifierHasher, PersonBlocks, PersonVault } from '@xianjie/persons';

/** What casework works with. */
export type CaseworkParts = Readonly<{
  log: EventLog;
  vault: PersonVault;
  blocks: PersonBlocks;
  codec: HouseholdEventCodec;
  /** Identifier hashes of a shard (province). */
  hasherOf: (shard: string) => IdentifierHasher;
}>;
