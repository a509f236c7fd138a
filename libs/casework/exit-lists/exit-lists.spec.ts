import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sm2Signer, newSm2Key, readCsv } from '@xianjie/documents';
import { InMemoryEventLog } from '@xianjie/log';
import { COUNTY, YEAR, register } from './county.fixture';
import { OfficeKeyFolder } from './office-key-folder';
import { ListRulesBook } from './ports';
import type { ListRules } from './ports';
import { SetImports, SetReviews, SetRules, anOffice } from './office.fixture';
import { acknowledge, act, clock, delivered, frozen, of, open, rowsOf } from './stages.fixture';

// Each act folds a county and signs: seconds on a loaded machine.
jest.setTimeout(30_000);

describe('the March list, from its opening to its end', () => {
  it('lists exited households that are covered, and all that were planned and have not left', async () => {
    const office = await frozen();
    const rows = await rowsOf(office);
    expect(rows.map((row) => [row['部分'], row['户编号'], row['人编号'], row['低保证号']])).toEqual([
      ['1', office.exited.registryNo, '01', expect.stringMatching(/^530124/)],
      ['1', office.exited.registryNo, '02', ''],
      ...['01', '02', '03'].map((memberNo) => ['2', office.planned.registryNo, memberNo, '']),
    ]);
    expect(rows[0]).toMatchObject({ 名单编号: 'XJ-530124-2016', 版本: '1', 变动: '', '低保状态(冻结时)': '在保' });
  });

  it('takes every step in turn', async () => {
    const office = await delivered();
    expect(await acknowledge(office)).toMatchObject({ outcome: 'done' });
    const dispatched = await office.lists.dispatch(act);
    expect(dispatched.list.items.map(({ itemId, caseKey, township }) => [itemId, caseKey, township])).toEqual([
      ['1-0001', office.caseKey, '530124101'],
      ['1-0002', null, '530124102'],
    ]);
    const settle = { ...of, on: '2017-05-02' as const, by: 'u-town', reviewId: null };
    await office.lists.outcome({ ...settle, itemId: '1-0001', outcome: 'KEPT', reason: '复核后仍符合条件' });
    expect(await office.lists.close(act)).toMatchObject({ outcome: 'refused', because: 'items-open' });
    await office.lists.outcome({ ...settle, itemId: '1-0002', outcome: 'ENROLLED', reason: '已纳入' });
    expect(await office.lists.close(act)).toMatchObject({ outcome: 'done' });
    expect((await office.lists.summary(of)).stage).toBe('CLOSED');
  });

  it('is shown as known on a day, and as effective on a day', async () => {
    // Everything is recorded on 20 March 2017; the acknowledgement is dated ten days later.
    const office = await delivered();
    await acknowledge(office);
    const stage = async (moment: Partial<Parameters<typeof office.lists.summary>[0]>) =>
      (await office.lists.summary({ ...of, ...moment })).stage;
    expect(await stage({})).toBe('ACKNOWLEDGED');
    expect(await stage({ knownOn: '2017-03-19' })).toBe('UNOPENED');
    expect(await stage({ knownOn: '2017-03-20' })).toBe('ACKNOWLEDGED');
    expect(await stage({ effectiveOn: '2017-03-29' })).toBe('DELIVERED');
    expect(await stage({ effectiveOn: '2017-03-19' })).toBe('UNOPENED');
    expect(await office.lists.show({ ...of, format: 'csv', knownOn: '2017-03-19' })).toMatchObject({
      because: 'no-such-version',
    });
    expect(await office.lists.show({ ...of, format: 'csv', effectiveOn: '2017-03-29' })).toMatchObject({ version: 1 });
  });

  it('counts open identity reviews and freezes all the same', async () => {
    const reviews = new SetReviews(4);
    const counted = jest.spyOn(reviews, 'openIn');
    const { lists } = await open({ reviews, rules: new SetRules({ countyLineage: ['530199', COUNTY] }) });
    expect((await lists.build(act)).list.check).toMatchObject({ openIdentityReviews: 4, problems: [] });
    expect(await lists.freeze(act)).toMatchObject({ outcome: 'done' });
    // Under whichever code of the county they were opened.
    expect(counted.mock.calls).toEqual([[['530199', COUNTY]], [['530199', COUNTY]]]);
  });

  it.each(['import-running', 'import-failed'] as const)(
    'is not frozen as long as imports of the county say %s',
    async (refusal) => {
      const imports = new SetImports();
      const { lists } = await open({ imports });
      await lists.build(act);
      imports.refusal = refusal;
      expect(await lists.freeze(act)).toMatchObject({ outcome: 'refused', because: refusal });
      imports.refusal = null;
      expect(await lists.freeze(act)).toMatchObject({ outcome: 'done' });
    },
  );

  it('is not frozen at a position within an import that began after the first look (S-21)', async () => {
    class Beginning extends SetImports {
      override async standing() {
        const was = await super.standing();
        this.refusal = 'import-running';
        return was;
      }
    }
    const imports = new Beginning();
    const { lists } = await open({ imports });
    await lists.build(act);
    expect(await lists.freeze(act)).toMatchObject({ outcome: 'refused', because: 'import-running' });
    expect((await lists.summary(of)).list.versions).toEqual([]);
  });

  it('is not frozen at a position within an import that began and ended while it was folded (S-21)', async () => {
    class Passing extends SetImports {
      override async standing() {
        const was = await super.standing();
        this.ended += 1;
        return was;
      }
    }
    const { lists } = await open({ imports: new Passing() });
    await lists.build(act);
    expect(await lists.freeze(act)).toMatchObject({ outcome: 'refused', because: 'import-running' });
  });

  it('is neither frozen unchecked nor opened before the year is over', async () => {
    const { lists } = await open();
    expect(await lists.freeze(act)).toMatchObject({ because: 'not-open' });
    expect(await lists.build({ ...act, on: '2016-12-31' })).toMatchObject({ because: 'year-not-over' });
  });
});

describe('the acknowledgement', () => {
  it('is taken over under the key of the office’s code of today, though the list keeps the one it was opened under', async () => {
    const keys = mkdtempSync(join(tmpdir(), 'xianjie-keys-'));
    const rules = new (class extends SetRules {
      today = COUNTY;
      override async rulesFor(county: string): Promise<ListRules> {
        return { ...(await super.rulesFor(county)), county: this.today, countyLineage: [...new Set([COUNTY, this.today])] };
      }
    })();
    const office = await open({ rules, officeKeys: new OfficeKeyFolder(keys) });
    await office.lists.build(act);
    rules.today = '530139';
    writeFileSync(join(keys, '530139.pem'), office.civilAffairs.publicKeyPem);
    for (const step of ['freeze', 'sign', 'deliver'] as const)
      expect(await office.lists[step](act)).toMatchObject({ outcome: 'done' });
    expect(await acknowledge(office)).toMatchObject({ outcome: 'done' });
    writeFileSync(join(keys, `${COUNTY}.pem`), Sm2Signer.fromPem(newSm2Key()).publicKeyPem);
    expect(await acknowledge(await delivered({ officeKeys: new OfficeKeyFolder(keys) }))).toMatchObject({
      because: 'unknown-office-key',
    });
  });

  it('is refused under an unregistered key, another seal, another root, or a wrong count', async () => {
    const office = await delivered();
    const { lists, civilAffairs } = office;
    const on = '2017-03-30' as const;
    const { statement, seal } = (await lists.acknowledgement({ ...of, on }))!;
    const { root } = (await lists.summary(of)).list.versions[0]!;
    const asked = { ...of, on, by: 'u', root, lines: 5, seal, signature: await civilAffairs.sign(statement) };
    const stranger = await Sm2Signer.fromPem(newSm2Key()).sign(statement);
    expect(await lists.acknowledge({ ...asked, signature: stranger })).toMatchObject({ because: 'unknown-office-key' });
    expect(await lists.acknowledge({ ...asked, seal: { ...seal, link: '00' } })).toMatchObject({ because: 'unknown-seal' });
    expect(await lists.acknowledge({ ...asked, root: 'ff' })).toMatchObject({ because: 'root-differs' });
    expect(await lists.acknowledge({ ...asked, lines: 4 })).toMatchObject({ because: 'count-differs' });
    const overOther = await civilAffairs.sign(Buffer.from('{}'));
    expect(await lists.acknowledge({ ...asked, signature: overOther })).toMatchObject({ because: 'signature-invalid' });
    expect(await lists.acknowledge(asked)).toMatchObject({ outcome: 'done' });
    expect(await lists.acknowledge(asked)).toMatchObject({ because: 'already-acknowledged' });
  });

  it('names the key file of an office that is no public key', async () => {
    const keys = mkdtempSync(join(tmpdir(), 'xianjie-keys-'));
    writeFileSync(join(keys, `${COUNTY}.pem`), 'no key');
    const office = await delivered({ officeKeys: new OfficeKeyFolder(keys) });
    await expect(acknowledge(office)).rejects.toMatchObject({
      ...{ code: 'signing-key-unusable', message: expect.stringContaining(`${COUNTY}.pem`) },
    });
  });

  it('can be withheld: a rejected version is followed by a whole new one', async () => {
    const office = await delivered();
    const { lists } = office;
    await lists.reject({ ...act, reason: '人数不符' });
    expect(await lists.freeze(act)).toMatchObject({ because: 'not-checked' });
    await lists.build(act);
    const answer = await lists.freeze(act);
    expect(answer.list.versions.map(({ version, kind, stage }) => [version, kind, stage])).toEqual([
      [1, 'ORIGINAL', 'REJECTED'],
      [2, 'REPLACEMENT', 'FROZEN'],
    ]);
    expect(await rowsOf(office, 2)).toHaveLength(5);
  });
});

describe('the calendar', () => {
  it('flags a list that nobody delivered, the day after it was due and once', async () => {
    const { lists } = await frozen();
    expect(await lists.overdue({ ...act, on: '2017-03-31' })).toMatchObject({ because: 'not-due-yet' });
    expect(await lists.overdue({ ...act, on: '2017-04-01' })).toMatchObject({
      outcome: 'done',
      list: { overdueOn: '2017-04-01' },
    });
    expect(await lists.overdue({ ...act, on: '2017-04-02' })).toMatchObject({ because: 'already-overdue' });
  });

  it('escalates tasks that stay open past their day, each once', async () => {
    const office = await delivered();
    await acknowledge(office);
    await office.lists.dispatch({ ...act, on: '2017-04-01' });
    const late = { ...act, on: '2017-06-15' as const };
    expect((await office.lists.escalate(late)).list.items.map(({ escalatedOn }) => escalatedOn)).toEqual([
      '2017-06-15',
      '2017-06-15',
    ]);
    expect((await office.lists.escalate({ ...late, on: '2017-06-16' })).list.items[0]!.escalatedOn).toBe('2017-06-15');
  });
});

describe('a county whose code changed', () => {
  const lineage = new SetRules({ county: '530115', countyLineage: ['530122', '530115'] });

  it('lists households heard under either code, under the one current at the freeze', async () => {
    const log = new InMemoryEventLog(clock());
    const { lists, vault } = anOffice(log, { rules: lineage });
    const before = await register(log, vault, { county: '530122' });
    const after = await register(log, vault, { county: '530115' });
    const asked = { ...act, county: '530122' };
    await lists.build(asked);
    await lists.freeze(asked);
    const shown = await lists.show({ county: '530115', year: YEAR, format: 'csv', wholeIds: true });
    if (shown.outcome === 'refused') throw new Error(shown.because);
    const rows = readCsv(shown.bytes)
      .slice(1)
      .map((cells) => [cells[0], cells[4], cells[6]]);
    expect(rows.map(([listId, division]) => [listId, division])).toEqual(Array(4).fill(['XJ-530115-2016', '530115101001']));
    expect(new Set(rows.map(([, , no]) => no))).toEqual(new Set([before.registryNo, after.registryNo]));
  });

  it('keeps the code in its number when that changes between two freezes, and prints each version’s lines under the one of its day', async () => {
    class ChangingRules extends ListRulesBook {
      rulesFor(_: string, on: string): Promise<ListRules> {
        const county = on < '2017-06-01' ? '530122' : '530115';
        return new SetRules({ countyLineage: ['530122', '530115'] }).rulesFor(county);
      }
    }
    const log = new InMemoryEventLog(clock());
    const { lists, vault } = anOffice(log, { rules: new ChangingRules() });
    await register(log, vault, { county: '530122' });
    const asked = { ...act, county: '530122' };
    await lists.build(asked);
    await lists.freeze(asked);
    await register(log, vault, { county: '530115' });
    const later = { ...act, county: '530115', on: '2017-06-10' } as const;
    await lists.build(later);
    expect(await lists.freeze(later)).toMatchObject({ version: 2, listId: 'XJ-530122-2016' });
    const divisionsOf = async (version: number) => {
      const shown = await lists.show({ county: '530122', year: YEAR, format: 'csv', version });
      return shown.outcome === 'refused'
        ? []
        : readCsv(shown.bytes)
            .slice(1)
            .map((cells) => [cells[0], cells[4]]);
    };
    expect(await divisionsOf(1)).toEqual(Array(2).fill(['XJ-530122-2016', '530122101001']));
    expect(await divisionsOf(2)).toEqual(Array(2).fill(['XJ-530122-2016', '530115101001']));
    for (const version of [1, 2])
      expect(await lists.regenerate({ county: '530115', year: YEAR, version })).toMatchObject({ difference: null });
  });
});
