import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ExpireKeptFiles } from '@xianjie/casework';
import { RetentionEventCodec } from '@xianjie/contracts';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import { PostgresKeptRetention, PostgresRewrites, rejectedRows, rejectsCsv } from '@xianjie/sources';
import { v7 } from 'uuid';
import { ImportDesk, bytesOf, household, many, registryCsv, snapshot } from '../../libs/sources/imports/import-desk.fixture';

const DAYS = 3_650;
const SHARD = '45';
const ON = '2026-11-26' as const;

describe('kept files whose time is over', () => {
  let desk: ImportDesk;
  let log: PostgresEventLog;
  let kept: PostgresKeptRetention;
  let parked: string[];

  beforeEach(async () => {
    desk = await ImportDesk.open();
    log = new PostgresEventLog(desk.pool, new SystemClock());
    kept = new PostgresKeptRetention(desk.pool, desk.runner.imports, new PostgresRewrites(desk.pool), desk.runner.place);
    parked = [];
  });
  afterEach(() => desk.close());

  const expiring = (by: Pick<PostgresKeptRetention, 'expired' | 'delete'> = kept) =>
    new ExpireKeptFiles(log, by, { all: async () => parked }, SHARD);
  const longAgo = (...ids: string[]) =>
    desk.pool.query(
      `update intake.imports set settled_at = coalesce(settled_at, created_at) - interval '${DAYS + 1} days' where id = any($1)`,
      [ids],
    );
  const isOnDisk = (id: string): boolean => {
    const folder = join(desk.folder, id);
    return existsSync(folder) && readdirSync(folder).length > 0;
  };

  it('go, each recorded with its hash; of those that failed or were never started too; those of yesterday stay', async () => {
    const old = await desk.bring({ 'a.csv': registryCsv(household(1)) });
    const refused = await desk.bring({ 'b.csv': 'no heading\n' });
    const fresh = await desk.bring({ 'c.csv': registryCsv(household(2)) }, { changes: true });
    const open = await desk.imports.open(snapshot);
    await desk.imports.addFile(open, 'd.csv', bytesOf(registryCsv(household(3))));
    const failed = await desk.bring({ 'e.csv': registryCsv(household(4)) }, { changes: true });
    await desk.pool.query(`update intake.imports set state = 'failed' where id = $1`, [failed.id]);
    await longAgo(old.id, refused.id, open, failed.id);
    const [file] = await desk.runner.imports.files(old.no);

    expect(await expiring().run(DAYS, ON)).toEqual([old.id, refused.id, open, failed.id]);
    expect([old.id, refused.id, fresh.id, open, failed.id].map(isOnDisk)).toEqual([false, false, true, false, false]);
    for (const id of [open, failed.id])
      expect(await desk.imports.start(id)).toEqual({ outcome: 'refused', because: 'import-without-files' });
    expect(await desk.imports.undo(failed.id)).toMatchObject({ outcome: 'accepted' });
    const [recorded] = await log.read(`kept-files-${old.id}`);
    expect(recorded).toMatchObject({ type: 'source.files-deleted', source: 'retention', county: '450000' });
    expect(new RetentionEventCodec().decode(recorded!)).toMatchObject({
      ...{ on: ON, importId: old.id, system: 'poverty', asOf: '2016-12-31', keptDays: DAYS, deletedBy: 'retention' },
      files: [{ hash: file!.hash, bytes: file!.bytes }],
    });
    // Another look finds nothing left to do, and an erasure passes it by.
    expect(await expiring().run(DAYS, ON)).toEqual([]);
    await desk.kept.blank([{ person: 'p-1', names: ['韦大山'], numbers: [], records: ['4514220000001'] }]);
    expect(await desk.imports.read(old.id)).toMatchObject({ state: 'done', counts: old.counts });
  });

  it('stay while a row of theirs waits in quarantine, until its record was heard again', async () => {
    const [head, child] = household(1) as unknown as [Record<string, string>, Record<string, string>];
    const bad = await desk.bring({ 'a.csv': registryCsv([{ ...head, 脱贫属性: '不知道' }, child], household(2)) });
    expect(bad.counts).toMatchObject({ quarantined: 1 });
    await longAgo(bad.id);
    expect(await expiring().run(DAYS, ON)).toEqual([]);
    const sheet: string[] = [];
    for await (const line of rejectsCsv(bad, desk.runner)) sheet.push(line);
    expect(sheet.at(-1)).toContain('unknown-code');
    await desk.bring({ 'b.csv': registryCsv([head, child]) }, { changes: true, asOf: '2017-01-31' });
    expect(await expiring().run(DAYS, ON)).toEqual([bad.id]);
    const gone = rejectedRows(bad, desk.runner)[Symbol.asyncIterator]().next();
    await expect(gone).rejects.toMatchObject({ code: 'kept-files-gone' });
  });

  it('stay while a row of theirs names no record, until a later snapshot has settled: no file of changes, and no dry run, is one', async () => {
    const [head, child] = household(1) as unknown as [Record<string, string>, Record<string, string>];
    const stray = await desk.bring({ 'a.csv': registryCsv([{ ...head, 户编号: '' }, child], household(2)) });
    expect(stray.counts).toMatchObject({ quarantined: 1 });
    await longAgo(stray.id);
    const later = { 'b.csv': registryCsv(household(1), household(2)) };
    for (const said of [{ changes: true }, { dryRun: true }]) {
      await desk.bring(later, { ...said, asOf: '2017-01-31' });
      expect(await expiring().run(DAYS, ON)).toEqual([]);
    }
    await desk.bring(later, { asOf: '2017-02-28' });
    expect(await expiring().run(DAYS, ON)).toEqual([stray.id]);
  });

  it('stay while departures wait for a confirmation', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(20)) });
    const short = await desk.bring({ 'b.csv': registryCsv(...many(10)) }, { asOf: '2017-01-31' });
    expect(short.counts?.departures).toMatchObject({ found: 10, held: 10 });
    await longAgo(short.id);
    expect(await expiring().run(DAYS, ON)).toEqual([]);
    const confirmed = await desk.imports.confirm(short.id);
    if (confirmed.outcome === 'accepted') await confirmed.value.settled;
    await longAgo(short.id);
    expect(await expiring().run(DAYS, ON)).toEqual([short.id]);
  });

  it('stay while a household that cites them has a parked lane', async () => {
    const job = await desk.bring({ 'a.csv': registryCsv(household(1)) });
    await longAgo(job.id);
    const event = {
      ...{ id: v7(), type: 'household.enrolled', schema: '0123456789abcdef', body: Buffer.from('x'), effectiveOn: ON },
      ...{ origin: 'change' as const, source: `3b1f?import=${job.id}#!2`, county: '451422' },
    };
    await log.append({ shard: SHARD, commandId: v7(), streams: [{ stream: 'h-1', expectedVersion: 0, events: [event] }] });
    parked = ['h-1'];
    expect(await expiring().run(DAYS, ON)).toEqual([]);
    parked = [];
    expect(await expiring().run(DAYS, ON)).toEqual([job.id]);
    expect(await log.read('h-1')).toHaveLength(1);
  });

  it('are recorded once when a kill falls between the record and the deletion', async () => {
    const job = await desk.bring({ 'a.csv': registryCsv(household(1)) });
    await longAgo(job.id);
    const killed = expiring({
      expired: (days) => kept.expired(days),
      delete: (one, days, record) =>
        kept.delete(one, days, async () => {
          await record();
          throw new Error('killed');
        }),
    });
    await expect(killed.run(DAYS, ON)).rejects.toThrow('killed');
    expect(isOnDisk(job.id)).toBe(true);
    expect(await expiring().run(DAYS, '2026-11-27')).toEqual([job.id]);
    expect(isOnDisk(job.id)).toBe(false);
    expect(await log.read(`kept-files-${job.id}`)).toHaveLength(1);
  });
});
