import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv, sm3 } from '@xianjie/documents';
import { StreamMovedOn } from '@xianjie/log';
import { ExitLists } from './exit-lists';
import { COUNTY, cover, leave, register, takeBack } from './county.fixture';
import { SetRules } from './office.fixture';
import { acknowledge, act, delivered, frozen, of, open, rowsOf } from './stages.fixture';
import type { Office } from './stages.fixture';

// Each act folds a county and signs: seconds on a loaded machine.
jest.setTimeout(30_000);

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

  it('is written when two officials deliver at once: one delivers, the other is told so', async () => {
    const office = await frozen();
    const { lists } = office;
    await lists.sign(act);
    const answers = await Promise.allSettled([lists.deliver(act), lists.deliver(act), lists.deliver(act)]);
    const faults = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as Error] : []));
    expect(faults.filter((fault) => !(fault instanceof StreamMovedOn))).toEqual([]);
    expect(faults).toHaveLength(2);
    expect(readdirSync(folderOf(office))).toHaveLength(8);
    expect(readdirSync(join(folderOf(office), '..'))).toEqual([COUNTY]);
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
    expect(await lists.deliver(act)).toMatchObject({
      deliveries: [
        { recipient: COUNTY, rows: 7 },
        { recipient: '530111', rows: 1 },
      ],
    });
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

describe('a frozen version', () => {
  it('says by which program it was frozen, also under a later one (S-21)', async () => {
    const later = { release: '2.0.0', code: 'd'.repeat(64) };
    const { log, lists, program } = await frozen();
    const read = new ExitLists({ ...(await frozen({ program: later })), log });
    expect([lists.program, read.program]).toEqual([program, later]);
    expect((await read.summary(of)).list.versions.map(({ frozenWith }) => frozenWith)).toEqual([program]);
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
    const { events } = await lists.use.streams.load(of.county, of.year);
    const issued = { type: 'SupplementIssued', supplements: 1, addedLines: 4, withdrawnLines: 2 };
    expect(events).toContainEqual(expect.objectContaining(issued));
    expect(await lists.deliver(act)).toMatchObject({ deliveries: [{ version: 2 }] });
    expect(await lists.regenerate({ ...of, version: 2 })).toMatchObject({ difference: null });
  });

  it('is told apart by the version that each act names: the first is answered and worked through while the second waits', async () => {
    const office = await delivered();
    const { lists, log, vault } = office;
    const late = await register(log, vault, { plannedYear: null });
    await cover(log, late);
    await leave(log, late, '2016-12-20');
    expect(await lists.build({ ...act, on: '2017-03-28' })).toMatchObject({ listId: 'XJ-530124-2016', version: null });
    expect(await lists.freeze({ ...act, on: '2017-03-28' })).toMatchObject({ version: 2 });
    expect(await lists.sign(act)).toMatchObject({ version: 2 });
    expect(await acknowledge(office)).toMatchObject({ outcome: 'done', version: 1 });
    expect(await lists.dispatch(act)).toMatchObject({ outcome: 'done', version: 1 });
    expect(await lists.deliver(act)).toMatchObject({ outcome: 'done', version: 2 });
    const settled = { ...of, on: '2017-05-02', by: 'u-town', reviewId: null, outcome: 'KEPT', reason: '复核' } as const;
    expect(await lists.outcome({ ...settled, itemId: '1-0001' })).toMatchObject({ outcome: 'done', version: 1 });
  });

  it('is answered and worked through without a number too, after a rejected supplement made a replacement of it all', async () => {
    const office = await delivered();
    const { lists, log, vault, civilAffairs } = office;
    const late = await register(log, vault, { plannedYear: null });
    await cover(log, late);
    await leave(log, late, '2016-12-20');
    for (const kind of ['SUPPLEMENT', 'REPLACEMENT']) {
      await lists.build(act);
      expect((await lists.freeze(act)).list.versions.at(-1)).toMatchObject({ kind });
      await lists.sign(act);
      await lists.deliver(act);
      if (kind === 'SUPPLEMENT') await lists.reject({ ...act, version: 2, reason: '人数不符' });
    }
    // The first version was delivered and never answered: it is history now.
    const on = '2017-03-30' as const;
    const asked = (await lists.acknowledgement({ ...of, on }))!;
    const { root, counts } = (await lists.summary(of)).list.versions[2]!;
    const lines = counts.exitedLines + counts.plannedLines;
    const signature = await civilAffairs.sign(asked.statement);
    const answer = await lists.acknowledge({ ...of, on, by: 'u-civil', root, lines, seal: asked.seal, signature });
    expect(answer).toMatchObject({ outcome: 'done', version: 3 });
    expect(await lists.dispatch(act)).toMatchObject({ outcome: 'done', version: 3 });
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
