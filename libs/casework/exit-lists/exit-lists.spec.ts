import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sm2Signer, newSm2Key, readCsv, sm3 } from '@xianjie/documents';
import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import {
  COUNTY,
  SetImports,
  SetReviews,
  SetRules,
  YEAR,
  anOffice,
  cover,
  leave,
  register,
  takeBack,
  tell,
} from './county.fixture';

const clock = (): FixedClock => new FixedClock('2017-03-20T02:00:00.000Z');
const act = { county: COUNTY, year: YEAR, on: '2017-03-20' as const, by: 'u-poverty' };
const of = { county: COUNTY, year: YEAR };

const open = async (said: Parameters<typeof anOffice>[1] = {}) => {
  const log = new InMemoryEventLog(clock());
  const office = anOffice(log, said);
  const exited = await register(log, office.vault);
  const caseKey = await cover(log, exited);
  const exitEvent = await leave(log, exited);
  const planned = await register(log, office.vault, { size: 3, division: `${COUNTY}102003` });
  return { ...office, exited, planned, exitEvent, caseKey };
};
type Office = Awaited<ReturnType<typeof open>>;

const frozen = async (said: Parameters<typeof anOffice>[1] = {}) => {
  const office = await open(said);
  await office.lists.build(act);
  expect(await office.lists.freeze(act)).toMatchObject({ outcome: 'done' });
  return office;
};
const delivered = async (said: Parameters<typeof anOffice>[1] = {}) => {
  const office = await frozen(said);
  await office.lists.sign(act);
  expect(await office.lists.deliver(act)).toMatchObject({ outcome: 'done' });
  return office;
};
const acknowledge = async ({ lists, civilAffairs }: Office, on = '2017-03-30' as const) => {
  const asked = (await lists.acknowledgement({ ...of, on }))!;
  const signature = await civilAffairs.sign(asked.statement);
  const { list } = await lists.summary(of);
  const version = list.versions.find(({ stage }) => stage === 'DELIVERED')!;
  const lines = version.counts.exitedLines + version.counts.plannedLines;
  return lists.acknowledge({ ...of, on, by: 'u-civil', root: version.root, lines, seal: asked.seal, signature });
};
const rowsOf = async ({ lists }: Office, version?: number) => {
  const shown = await lists.show({ ...of, format: 'csv', version, wholeIds: true });
  if (shown.outcome === 'refused') throw new Error(shown.because);
  const [headings, ...rows] = readCsv(shown.bytes);
  return rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [headings![index], cell])));
};

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

  it('counts open identity reviews and freezes all the same', async () => {
    const { lists } = await open({ reviews: new SetReviews(4) });
    expect((await lists.build(act)).list.check).toMatchObject({ openIdentityReviews: 4, problems: [] });
    expect(await lists.freeze(act)).toMatchObject({ outcome: 'done' });
  });

  it('is not frozen while an import of the county is being applied', async () => {
    const imports = new SetImports();
    const { lists } = await open({ imports });
    await lists.build(act);
    imports.applying = true;
    expect(await lists.freeze(act)).toMatchObject({ outcome: 'refused', because: 'import-running' });
    imports.applying = false;
    expect(await lists.freeze(act)).toMatchObject({ outcome: 'done' });
  });

  it('is neither frozen unchecked nor opened before the year is over', async () => {
    const { lists } = await open();
    expect(await lists.freeze(act)).toMatchObject({ because: 'not-open' });
    expect(await lists.build({ ...act, on: '2016-12-31' })).toMatchObject({ because: 'year-not-over' });
  });
});

describe('a delivered folder', () => {
  const folderOf = ({ deliveryRoot }: Office, recipient = COUNTY) => join(deliveryRoot, '2016', COUNTY, 'v1', recipient);

  it('verifies with openssl alone: lines to hashes, hashes to root, root in the signed statement', async () => {
    const office = await delivered();
    const folder = folderOf(office);
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    const verify = ['dgst', '-sm3', '-verify', 'public-key.pem', '-signature', 'statement.sig'];
    expect(openssl(...verify, '-sigopt', 'distid:1234567812345678', 'statement.json')).toContain('Verified OK');
    const statement = JSON.parse(readFileSync(join(folder, 'statement.json'), 'utf8'));
    expect(openssl('dgst', '-sm3', '-r', 'hashes.txt')).toContain(statement.root);
    const [, ...lines] = readFileSync(join(folder, 'XJ-530124-2016-v1.csv'), 'utf8').trimEnd().split('\n');
    const proofs = readCsv(readFileSync(join(folder, 'proofs.csv')));
    expect(proofs).toHaveLength(lines.length);
    lines.forEach((line, index) => expect(sm3(`${proofs[index]![1]},${line}`)).toBe(proofs[index]![0]));
  });

  it('has a statement that no longer verifies once a byte is changed', async () => {
    const folder = folderOf(await delivered());
    const statement = join(folder, 'statement.json');
    writeFileSync(statement, readFileSync(statement, 'utf8').replace('"version":1', '"version":2'));
    const verify = ['dgst', '-sm3', '-verify', 'public-key.pem', '-signature', 'statement.sig'];
    const distid = ['-sigopt', 'distid:1234567812345678'];
    const run = () => execFileSync('openssl', [...verify, ...distid, 'statement.json'], { cwd: folder, stdio: 'pipe' });
    expect(run).toThrow();
  });

  it('is written once a recipient; another county gets the lines whose case it pays, and only their salts', async () => {
    const office = await open();
    const { log, lists, vault, ledger } = office;
    const elsewhere = await register(log, vault, { plannedYear: null });
    await cover(log, elsewhere, { county: '530111' });
    await leave(log, elsewhere);
    await lists.build(act);
    await lists.freeze(act);
    await lists.sign(act);
    expect(await lists.deliver(act)).toMatchObject({ deliveries: [{ recipient: COUNTY }, { recipient: '530111' }] });
    const folder = folderOf(office, '530111');
    const [, ...lines] = readCsv(readFileSync(join(folder, 'XJ-530124-2016-v1.csv')));
    expect(lines.map((cells) => cells[6])).toEqual([elsewhere.registryNo]);
    const salts = readCsv(readFileSync(join(folder, 'proofs.csv'))).map(([, salt]) => salt);
    expect(salts.filter((salt) => salt !== '')).toHaveLength(1);
    expect(await lists.deliver(act)).toMatchObject({ outcome: 'refused', because: 'already-delivered' });
    expect(ledger).toMatchObject({
      receipts: new Map([
        ['XJ-530124-2016/1/530124', expect.any(String)],
        ['XJ-530124-2016/1/530111', expect.any(String)],
      ]),
    });
    expect(readdirSync(folder).sort()).toEqual([
      ...[
        'XJ-530124-2016-v1.csv',
        'XJ-530124-2016-v1.pdf',
        'XJ-530124-2016-v1.xlsx',
        'hashes.txt',
        'proofs.csv',
        'public-key.pem',
      ],
      ...['statement.json', 'statement.sig'],
    ]);
  });
});

describe('the acknowledgement', () => {
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

describe('what becomes known after the freeze', () => {
  it('that changes nobody’s place makes no supplement', async () => {
    const { lists, log, planned } = await delivered();
    await cover(log, planned, { from: '2017-03' });
    await lists.build(act);
    expect(await lists.freeze(act)).toMatchObject({ outcome: 'refused', because: 'nothing-new' });
  });

  it('is carried by a supplement: the new household as 新增, the one that no longer holds as 撤回', async () => {
    const office = await delivered();
    const { lists, log, vault } = office;
    const late = await register(log, vault, { plannedYear: null });
    await cover(log, late);
    await leave(log, late, '2016-12-20');
    await takeBack(log, office.exited, office.exitEvent, '2017-04-10');
    await lists.build({ ...act, on: '2017-05-10' });
    const answer = await lists.freeze({ ...act, on: '2017-05-10' });
    expect(answer.list.versions.at(-1)).toMatchObject({ version: 2, kind: 'SUPPLEMENT', coveredUntil: '2017-03' });
    const rows = await rowsOf(office, 2);
    const told = (no: string) =>
      rows.filter((row) => row['户编号'] === no).map((row) => [row['部分'], row['变动'], row['脱贫日期']]);
    expect(told(late.registryNo)).toEqual([
      ['1', '新增', '2016-12-20'],
      ['1', '新增', '2016-12-20'],
    ]);
    // It was planned for the year and its exit no longer stands: out of section 1, into section 2.
    expect(told(office.exited.registryNo)).toEqual([
      ...[
        ['1', '撤回', '2016-11-15'],
        ['1', '撤回', '2016-11-15'],
      ],
      ...[
        ['2', '新增', ''],
        ['2', '新增', ''],
      ],
    ]);
    expect(await lists.sign(act)).toMatchObject({ outcome: 'done' });
    expect(await lists.deliver(act)).toMatchObject({ deliveries: [{ version: 2 }] });
    expect(await lists.regenerate({ ...of, version: 2 })).toMatchObject({ difference: null });
  });

  it('no longer counts after the pack’s last day for supplements', async () => {
    const { lists, log, vault } = await delivered({ rules: new SetRules({ supplementsUntil: '04-30' }) });
    const late = await register(log, vault);
    expect(late.people).toHaveLength(2);
    await lists.build({ ...act, on: '2017-05-01' });
    expect(await lists.freeze({ ...act, on: '2017-05-01' })).toMatchObject({ because: 'supplements-over' });
    expect(await lists.freeze({ ...act, on: '2017-04-30' })).toMatchObject({ outcome: 'done' });
  });
});

describe('regenerating', () => {
  it('gives the frozen bytes after later facts, and with the recorded lines deleted', async () => {
    const office = await frozen();
    const { lists, log, exited, planned, exitEvent, recorded } = office;
    const before = (await lists.regenerate({ ...of, version: 1 }))!;
    await takeBack(log, exited, exitEvent, '2017-04-10');
    await tell(log, planned.householdId, [
      { type: 'HouseholdRemoved', on: '2017-04-10', registryNo: planned.registryNo, reason: null },
    ]);
    (recorded as unknown as { kept: Map<string, unknown> }).kept.clear();
    const after = (await lists.regenerate({ ...of, version: 1 }))!;
    expect(after).toMatchObject({ difference: null, erased: [] });
    expect(after.bytes.equals(before.bytes)).toBe(true);
    expect(await lists.recorded({ ...of, version: 1 })).toBeNull();
  });

  it('names erased persons, and does not count their lines as a difference', async () => {
    const { lists, vault, exited } = await frozen();
    await vault.destroyKeys([exited.people[0]!]);
    const after = (await lists.regenerate({ ...of, version: 1 }))!;
    expect(after).toMatchObject({ difference: null, erased: [{ line: 1, person: exited.people[0] }] });
    expect(after.bytes.toString().split('\n')[1]).toContain('〔已删除〕');
  });

  it('gives the recorded lines when asked for them', async () => {
    const { lists } = await frozen();
    const regenerated = (await lists.regenerate({ ...of, version: 1 }))!;
    expect((await lists.recorded({ ...of, version: 1 }))!.equals(regenerated.bytes)).toBe(true);
  });

  it('finds no version that was never frozen', async () => {
    const { lists } = await frozen();
    expect(await lists.regenerate({ ...of, version: 2 })).toBeNull();
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
});
