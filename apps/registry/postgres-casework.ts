import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  ExitLists,
  LogIdentityReviews,
  OfficeKeyFolder,
  PolicyListRules,
  PostgresDeliveryLedger,
  PostgresRecordedLines,
  PublishedSeals,
} from '@xianjie/casework';
import type { CaseworkParts, PolicyFile } from '@xianjie/casework';
import type { HouseholdEventCodec } from '@xianjie/contracts';
import type { Signer } from '@xianjie/documents';
import type { DivisionTable } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import { codeHash, release } from '@xianjie/infrastructure';
import { PostgresSeals } from '@xianjie/messaging';
import { IdentifierHasher, PostgresPersonBlocks } from '@xianjie/persons';
import type { MasterKey, PersonVault } from '@xianjie/persons';
import type { Pool } from 'pg';
import { PostgresImportsInProgress } from './exit-lists/postgres-imports-in-progress';

// How the use cases that the offices call are put together; the module names the parts.

export type Offices = Readonly<{
  pool: Pool;
  log: EventLog;
  vault: PersonVault;
  signer: Signer;
  policies: readonly PolicyFile[];
  divisions: DivisionTable;
  dataDir: string;
}>;

/** The libraries by which a log becomes a list's bytes. */
const LIST_MAKING = ['domain', 'contracts', 'persons', 'casework', 'documents'];

/** What a freeze cites of the division table it was made with (S-21): SM3 over its rows. */
const hashOf = (divisions: DivisionTable): string =>
  createHash('sm3')
    .update(JSON.stringify([...divisions.values()]))
    .digest('hex');

export const exitListsOf = ({ pool, log, vault, signer, policies, divisions, dataDir }: Offices): ExitLists =>
  new ExitLists({
    ...{ log, vault, signer },
    rules: new PolicyListRules(policies, divisions, hashOf(divisions)),
    imports: new PostgresImportsInProgress(pool),
    reviews: new LogIdentityReviews(log),
    seals: new PublishedSeals(new PostgresSeals(pool)),
    officeKeys: new OfficeKeyFolder(join(dataDir, 'offices')),
    recorded: new PostgresRecordedLines(pool),
    ledger: new PostgresDeliveryLedger(pool),
    program: { release: release(), code: codeHash(LIST_MAKING) },
    deliveryRoot: join(dataDir, 'delivered'),
    countyName: (county) => divisions.get(county)?.name ?? null,
  });

export const caseworkPartsOf = (
  pool: Pool,
  log: EventLog,
  vault: PersonVault,
  master: MasterKey,
  codec: HouseholdEventCodec,
): CaseworkParts => ({
  ...{ log, vault, codec },
  blocks: new PostgresPersonBlocks(pool),
  hasherOf: (shard) => new IdentifierHasher(master, shard),
});
