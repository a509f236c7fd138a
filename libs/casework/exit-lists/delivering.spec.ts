import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSignatureOver } from '@xianjie/documents';
import { COUNTY, cover, leave, register } from './county.fixture';
import type { Delivery } from './deliver-exit-list';
import type { DeliveryKey } from './delivery-ledger';
import { KeptLedger, SetRules } from './office.fixture';
import { acknowledge, act, delivered, frozen, of, open } from './stages.fixture';
import type { Office } from './stages.fixture';

// Each act folds a county and signs: seconds on a loaded machine.
jest.setTimeout(30_000);

const [FIRST, SECOND] = ['530111', '530112'] as const;
const folderOf = ({ deliveryRoot }: Office, recipient: string, version = 1) =>
  join(deliveryRoot, '2016', COUNTY, `v${version}`, recipient);

/** Signed, with cases that two other counties pay. */
const paidElsewhere = async (said: Parameters<typeof open>[0] = {}) => {
  const office = await open(said);
  for (const county of [SECOND, FIRST]) {
    const family = await register(office.log, office.vault, { plannedYear: null });
    await cover(office.log, family, { county });
    await leave(office.log, family);
  }
  await office.lists.build(act);
  await office.lists.freeze(act);
  await office.lists.sign(act);
  return office;
};
const recipients = (answer: Awaited<ReturnType<Office['lists']['deliver']>>) =>
  answer.outcome === 'done' ? answer.deliveries.map(({ recipient }) => recipient) : answer.because;

describe('delivering', () => {
  it('goes to the county itself, then to each county that pays a case on the list, in order (S-20)', async () => {
    const { lists } = await paidElsewhere();
    const answer = await lists.deliver(act);
    expect(recipients(answer)).toEqual([COUNTY, FIRST, SECOND]);
    expect(answer).toMatchObject({ deliveries: [{ receiptId: `2016/${COUNTY}/v1/${COUNTY}` }, {}, {}] });
  });

  it('gives a county nothing under the code that it had before: it is the same office', async () => {
    const { lists } = await paidElsewhere({ rules: new SetRules({ countyLineage: [COUNTY, FIRST] }) });
    expect(recipients(await lists.deliver(act))).toEqual([COUNTY, SECOND]);
  });

  it('goes on, also after the acknowledgement, with the recipients before whom it broke off', async () => {
    const ledger = new (class extends KeptLedger {
      isAway = true;
      override async begin(key: DeliveryKey): Promise<string | null> {
        if (this.isAway && key.recipient === FIRST) throw new Error('away');
        return super.begin(key);
      }
    })();
    const office = await paidElsewhere({ ledger });
    await expect(office.lists.deliver(act)).rejects.toThrow('away');
    ledger.isAway = false;
    expect(await acknowledge(office)).toMatchObject({ outcome: 'done' });
    expect(recipients(await office.lists.deliver(act))).toEqual([FIRST, SECOND]);
    expect((await office.lists.summary(of)).stage).toBe('ACKNOWLEDGED');
    expect(recipients(await office.lists.deliver(act))).toBe('already-delivered');
  });

  it('is told before each folder is set; where that fails, nothing is written', async () => {
    const office = await paidElsewhere();
    const told: string[] = [];
    const asked = (failsAt: string | null = null) => ({
      ...act,
      beforeHandOver: async ({ recipient, rows, receiptId }: Delivery): Promise<void> => {
        expect(existsSync(join(office.deliveryRoot, receiptId))).toBe(false);
        if (recipient === failsAt) throw new Error('cannot be recorded');
        told.push(`${recipient}: ${rows}`);
      },
    });
    await expect(office.lists.deliver(asked(FIRST))).rejects.toThrow('cannot be recorded');
    expect(existsSync(folderOf(office, FIRST))).toBe(false);
    // What was handed over before the fault stays told.
    expect(told).toEqual([expect.stringContaining(COUNTY)]);
    expect(recipients(await office.lists.deliver(asked()))).toEqual([FIRST, SECOND]);
    expect(told).toEqual([expect.stringContaining(COUNTY), `${FIRST}: 1`, `${SECOND}: 1`]);
  });

  it('says of a folder that cannot be written which it is, and goes on when it can', async () => {
    const office = await paidElsewhere();
    const inTheWay = join(office.deliveryRoot, '2016');
    writeFileSync(inTheWay, '');
    await expect(office.lists.deliver(act)).rejects.toMatchObject({
      ...{ code: 'delivery-folder-unwritable', retryable: true },
      message: expect.stringContaining(`${office.deliveryRoot}, cannot be written (E`),
    });
    rmSync(inTheWay);
    expect(recipients(await office.lists.deliver(act))).toEqual([COUNTY, FIRST, SECOND]);
  });

  it('hands nothing over twice: what the ledger has a receipt for was written, and only its event was lost', async () => {
    const ledger = new KeptLedger();
    const office = await paidElsewhere({ ledger });
    await ledger.finish({ document: 'XJ-530124-2016', version: 1, recipient: FIRST }, 'a receipt');
    expect(recipients(await office.lists.deliver(act))).toEqual([COUNTY, FIRST, SECOND]);
    expect([COUNTY, FIRST, SECOND].map((recipient) => existsSync(folderOf(office, recipient)))).toEqual([true, false, true]);
  });

  it('carries the signature of that version, and tells which it was', async () => {
    const office = await delivered();
    const late = await register(office.log, office.vault, { plannedYear: null });
    await cover(office.log, late);
    await leave(office.log, late);
    await office.lists.build(act);
    await office.lists.freeze(act);
    expect(recipients(await office.lists.deliver({ ...act, version: 2 }))).toBe('not-signed');
    await office.lists.sign(act);
    expect(await office.lists.deliver({ ...act, version: 2 })).toMatchObject({ version: 2, deliveries: [{ version: 2 }] });
    for (const version of [1, 2]) {
      const folder = folderOf(office, COUNTY, version);
      const value = readFileSync(join(folder, 'statement.sig')).toString('base64');
      const signature = { ...(await office.signer.sign(Buffer.from(''))), value };
      expect(isSignatureOver(readFileSync(join(folder, 'statement.json')), signature)).toBe(true);
    }
    expect(recipients(await office.lists.deliver({ ...act, version: 3 }))).toBe('no-such-version');
  });

  it('is refused to lines that are not those frozen, and nothing is written', async () => {
    const office = await frozen();
    await office.lists.sign(act);
    const loaded = await office.lists.use.streams.load(of.county, of.year);
    const versions = loaded.list.versions.map((version) => ({ ...version, root: 'ff' }));
    const altered = { ...loaded, list: { ...loaded.list, versions } };
    expect(await office.lists.use.deliver.deliver(altered, act)).toMatchObject({
      ...{ because: 'differs-from-frozen', detail: 'version 1, line 0' },
    });
    expect(readdirSync(office.deliveryRoot)).toEqual([]);
  });

  it('is refused while nothing is open, frozen or signed, each with its reason', async () => {
    const office = await open();
    const because = async () => recipients(await office.lists.deliver(act));
    expect(await because()).toBe('not-open');
    await office.lists.build(act);
    expect(await because()).toBe('nothing-to-deliver');
    await office.lists.freeze(act);
    expect(await because()).toBe('not-signed');
    await office.lists.sign(act);
    await office.lists.deliver(act);
    await acknowledge(office);
    expect(await because()).toBe('already-delivered');
  });
});

describe('a delivered folder', () => {
  it('is set as a whole: what a kill left half written is not in it, and only its owner reads it', async () => {
    const office = await frozen();
    await office.lists.sign(act);
    const folder = folderOf(office, COUNTY);
    for (const left of [`${folder}.unfinished`, folder]) {
      mkdirSync(left, { recursive: true });
      writeFileSync(join(left, 'half.csv'), '');
    }
    await office.lists.deliver(act);
    const files = readdirSync(folder);
    expect([files.length, files.includes('half.csv')]).toEqual([8, false]);
    expect(readdirSync(join(folder, '..'))).toEqual([COUNTY]);
    expect(new Set(files.map((name) => statSync(join(folder, name)).mode & 0o777))).toEqual(new Set([0o600]));
  });
});
