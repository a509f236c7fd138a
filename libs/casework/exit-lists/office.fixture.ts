import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sm2Signer, newSm2Key } from '@xianjie/documents';
import type { CountyCode, Line } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import { InMemoryPersonVault, MasterKey } from '@xianjie/persons';
import { COUNTY } from './county.fixture';
import { DeliveryLedger } from './delivery-ledger';
import type { DeliveryKey } from './delivery-ledger';
import { ExitLists } from './exit-lists';
import type { ExitListParts } from './exit-lists';
import { LogSeals } from './log-seals';
import { OfficeKeyFolder } from './office-key-folder';
import { IdentityReviews, ImportsInProgress, ListRulesBook } from './ports';
import type { ImportsStanding, ListRules } from './ports';
import { RecordedLines } from './recorded-lines';

// The offices around a list, in memory but for the log.

export class SetRules extends ListRulesBook {
  constructor(private readonly said: Partial<ListRules> = {}) {
    super();
  }
  async rulesFor(county: CountyCode): Promise<ListRules> {
    return {
      ...{ county, countyLineage: [county], divisionTableHash: 'd1', dueBy: '03-31', itemDays: 60, programmes: ['RURAL'] },
      ...{ supplementsUntil: null, policyPack: { id: 'yunnan', version: '2016' }, policyPacks: [] },
      ...this.said,
    };
  }
}
export class SetImports extends ImportsInProgress {
  refusal: ImportsStanding['refusal'] = null;
  ended = 0;
  async standing(): Promise<ImportsStanding> {
    return { refusal: this.refusal, mark: String(this.ended) };
  }
}
export class SetReviews extends IdentityReviews {
  constructor(private readonly open = 0) {
    super();
  }
  async openIn(): Promise<number> {
    return this.open;
  }
}
export class KeptLines extends RecordedLines {
  readonly kept = new Map<string, readonly Line[]>();
  async record(listId: string, version: number, lines: readonly Line[]): Promise<void> {
    const key = `${listId}/${version}`;
    // As text, as Postgres keeps it: what a line holds must survive that.
    if (!this.kept.has(key)) this.kept.set(key, JSON.parse(JSON.stringify(lines)) as Line[]);
  }
  async read(listId: string, version: number): Promise<readonly Line[]> {
    return this.kept.get(`${listId}/${version}`) ?? [];
  }
}
export class KeptLedger extends DeliveryLedger {
  readonly receipts = new Map<string, string | null>();
  private key = ({ document, version, recipient }: DeliveryKey): string => `${document}/${version}/${recipient}`;
  async begin(key: DeliveryKey): Promise<string | null> {
    const known = this.receipts.get(this.key(key)) ?? null;
    this.receipts.set(this.key(key), known);
    return known;
  }
  async finish(key: DeliveryKey, receiptId: string): Promise<void> {
    this.receipts.set(this.key(key), receiptId);
  }
}

const folders: string[] = [];
const aFolder = (prefix: string): string => {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Everything an ExitLists needs, in memory but for the log. */
export const anOffice = (log: EventLog, said: Partial<ExitListParts> = {}) => {
  const keys = aFolder('xianjie-keys-');
  const civilAffairs = Sm2Signer.fromPem(newSm2Key());
  writeFileSync(join(keys, `${COUNTY}.pem`), civilAffairs.publicKeyPem);
  const parts = {
    log,
    rules: new SetRules(),
    vault: new InMemoryPersonVault(new MasterKey(randomBytes(32))),
    signer: Sm2Signer.fromPem(newSm2Key()),
    imports: new SetImports(),
    reviews: new SetReviews(),
    seals: new LogSeals(log),
    officeKeys: new OfficeKeyFolder(keys),
    recorded: new KeptLines(),
    ledger: new KeptLedger(),
    program: { release: '1.0.0', code: 'c'.repeat(64) },
    deliveryRoot: aFolder('xianjie-lists-'),
    countyName: () => '富民县',
    ...said,
  };
  return { ...parts, civilAffairs, lists: new ExitLists(parts) };
};
