import { applyImport } from './apply-import';
import type { HearOutcome, HeardReport, Hearing, HouseholdOutcome, HouseholdToTell, Import, SnapshotSaid } from './import';
import type { PostgresStaging } from './postgres-staging';
import type { HouseholdReread, KeptRows } from './read-pages';

const accepted: HearOutcome = { status: 'accepted', household: 'h-1', events: 1, code: null, detail: null };
const anImport = (said: Partial<Import> = {}) =>
  ({ no: '1', id: 'i', dryRun: false, firstLoad: false, counts: null, ...said }) as Import;

/** A household of `key`: absent when it departs, without a report when none of its rows can be read. */
const household = (key: string, said: Partial<HouseholdReread> & { kind?: HouseholdToTell['kind'] } = {}): HouseholdReread => {
  const { kind = 'changed', ...rest } = said;
  const toTell = { seq: `s-${key}`, kind, recordKey: key, digest: `d-${key}` } as HouseholdToTell;
  const report = { recordKey: key, withheldRows: said.quarantined ?? 0 } as HouseholdReread['report'];
  return { household: toTell, report, issues: [], quarantined: 0, skipped: 0, ...rest };
};
const departed = (key: string) => household(key, { kind: 'absent' });
const cutOff = (key: string) =>
  household(key, { report: null, quarantined: 1, issues: [{ code: 'cut-off' }] as unknown as HouseholdReread['issues'] });

const aMoment = () => new Promise((next) => setTimeout(next, 1));

/** Applies the pages given; what is done is noted in its order, and telling goes on only as `hear` lets it. */
const desk = (pages: readonly (readonly HouseholdReread[])[], wasCut = false) => {
  const done: string[] = [];
  const told: HeardReport[] = [];
  const outcomes: HouseholdOutcome[] = [];
  const kept: unknown[] = [];
  const snapshots: (SnapshotSaid | undefined)[] = [];
  const all = new Map(pages.flat().map((read) => [read.household.seq, read]));
  let at = 0;
  const staging = {
    departedKeys: async () =>
      new Set(
        pages
          .flat()
          .filter(({ household: { kind } }) => kind === 'absent')
          .map(({ household: { recordKey } }) => recordKey),
      ),
    unknownRows: async () => ({ cut: wasCut, stray: false }),
    strays: async () => [],
    holdDepartures: async () => {
      await aMoment();
      await aMoment();
      done.push('held');
    },
    next: async (_: string, after: string) => {
      const [last] = pages[at - 1]?.slice(-1) ?? [];
      expect(after).toBe(last?.household.seq ?? '-1');
      at += 1;
      return (pages[at - 1] ?? []).map((read) => read.household);
    },
    mark: async (_: string, marked: readonly HouseholdOutcome[], issues: readonly unknown[]) => {
      await aMoment();
      done.push(`marked ${marked.map(({ seq }) => seq.slice(2)).join()}`);
      outcomes.push(...marked);
      kept.push(...issues);
    },
  } as unknown as PostgresStaging;
  const rows = { read: async ({ seq }: HouseholdToTell) => all.get(seq) } as unknown as KeptRows;
  const answering: { hear: (batch: readonly HeardReport[]) => Promise<readonly HearOutcome[]> } = {
    hear: async (batch) => batch.map(({ report }) => ({ ...accepted, household: `h-${report.recordKey}` })),
  };
  const hearing = {
    hear: async (batch: readonly HeardReport[], snapshot?: SnapshotSaid) => {
      const keys = batch.map(({ report }) => report.recordKey).join();
      done.push(`begins ${keys}`);
      told.push(...batch);
      snapshots.push(snapshot);
      const answers = await answering.hear(batch);
      done.push(`ends ${keys}`);
      return answers;
    },
  } as unknown as Hearing;
  const apply = (said: Partial<Import> = {}) => applyImport(anImport(said), rows, staging, hearing);
  return { apply, answering, done, told, outcomes, kept, snapshots };
};
const slowly = async (batch: readonly HeardReport[]) => {
  await aMoment();
  return batch.map(() => accepted);
};

describe('the households of an import are told', () => {
  it('each under a command of its own, which is the same after a kill', async () => {
    const { apply, told, outcomes, snapshots } = desk([[household('a'), household('b'), departed('c')]]);
    await apply();
    expect(told).toEqual([
      { report: { recordKey: 'a', withheldRows: 0 }, commandId: 'import:i:a', digest: 'd-a', importId: 'i' },
      { report: { recordKey: 'b', withheldRows: 0 }, commandId: 'import:i:b', digest: 'd-b', importId: 'i' },
      { report: { recordKey: 'c', withheldRows: 0 }, commandId: 'import:i:c', digest: 'd-c', importId: 'i' },
    ]);
    expect(outcomes[1]).toEqual({
      ...{ seq: 's-b', outcome: 'accepted', household: 'h-b', quarantined: 0, skipped: 0, events: 1, code: null, detail: null },
    });
    expect(snapshots).toEqual([{ departed: new Set(['c']) }]);
  });

  it('as the initial load when nothing of the source was heard before', async () => {
    const { apply, told } = desk([[household('a')]]);
    await apply({ firstLoad: true });
    expect(told).toMatchObject([{ origin: 'initial-load' }]);
  });

  it('and read again next time when a row of them waits (S-7)', async () => {
    const { apply, told, outcomes } = desk([[household('a', { quarantined: 1, skipped: 2 }), household('b')]]);
    await apply();
    expect(told.map(({ digest }) => digest)).toEqual([null, 'd-b']);
    expect(outcomes[0]).toMatchObject({ outcome: 'accepted', quarantined: 1, skipped: 2 });
  });

  it('but for those that say nothing; each outcome goes to its own household', async () => {
    const unread = household('a', { report: null, quarantined: 2, skipped: 1 });
    const total = household('b', { report: null, skipped: 1 });
    const { apply, told, outcomes } = desk([[unread, total, household('c'), household('d')]]);
    await apply();
    expect(told.map(({ commandId }) => commandId)).toEqual(['import:i:c', 'import:i:d']);
    const nothing = { household: null, events: 0, code: null, detail: null };
    expect(outcomes).toMatchObject([
      { seq: 's-a', outcome: 'quarantined', quarantined: 2, skipped: 1, ...nothing },
      { seq: 's-b', outcome: 'skipped', quarantined: 0, skipped: 1, ...nothing },
      { seq: 's-c', outcome: 'accepted', household: 'h-c' },
      { seq: 's-d', outcome: 'accepted', household: 'h-d' },
    ]);
  });

  it('to nobody in a dry run', async () => {
    const { apply, told, outcomes } = desk([[household('a')]]);
    await apply({ dryRun: true });
    expect(told).toEqual([]);
    expect(outcomes).toMatchObject([{ outcome: 'accepted', household: null, events: 0 }]);
  });

  it('two pages side by side, and whoever is gone after everybody who is there', async () => {
    const { apply, answering, done } = desk([[household('a')], [household('b')], [household('c'), departed('d')]]);
    answering.hear = slowly;
    await apply();
    expect(done.slice(0, 2)).toEqual(['begins a', 'begins b']);
    expect(done.slice(0, -3)).toEqual(expect.arrayContaining(['marked a', 'marked b']));
    expect(done.slice(-3)).toEqual(['begins c,d', 'ends c,d', 'marked c,d']);
  });

  it('all before it ends, also when one page fails: whoever tries again meets none that is still told', async () => {
    const { apply, answering, done } = desk([[household('a')], [household('b')], [household('c')]]);
    answering.hear = async (batch) => {
      if (batch[0]?.report.recordKey === 'a') throw new Error('deadlock');
      return slowly(batch);
    };
    await expect(apply()).rejects.toThrow('deadlock');
    expect(done.at(-1)).toBe('marked b');
  });

  it('and a page that fails while another is still told ends the import, not the process', async () => {
    const { apply, answering } = desk([[household('a')], [household('b')], [household('c')]]);
    answering.hear = async (batch) => {
      if (batch[0]?.report.recordKey === 'b') throw new Error('deadlock');
      for (let moment = 0; moment < 5; moment += 1) await aMoment();
      return slowly(batch);
    };
    await expect(apply()).rejects.toThrow('deadlock');
  });
});

describe('a file that ends inside a row lets nobody depart', () => {
  it.each<[string, HouseholdReread[][], boolean]>([
    ['on the page of the departures', [[household('a'), cutOff('b'), departed('c')]], false],
    ['on a page before', [[cutOff('b'), household('a')], [departed('c')]], false],
    ['two pages before', [[cutOff('b')], [household('a')], [departed('c')]], false],
    ['before a kill', [[household('a'), departed('c')]], true],
  ])('%s', async (_, pages, wasCut) => {
    const { apply, told, outcomes, kept, done } = desk(pages, wasCut);
    await apply();
    expect(told.map(({ commandId }) => commandId)).toEqual(['import:i:a']);
    expect(outcomes.map(({ seq }) => seq)).not.toContain('s-c');
    expect(done).toContain('held');
    expect(kept).toHaveLength(wasCut ? 0 : 1);
  });

  it('until somebody has confirmed', async () => {
    const { apply, told, done } = desk([[household('a'), departed('c')]], true);
    await apply({ counts: {} as Import['counts'] });
    expect(told).toHaveLength(2);
    expect(done).not.toContain('held');
  });

  it('and holds nobody where nobody departs', async () => {
    const { apply, done } = desk([[household('a'), cutOff('b')]]);
    await apply();
    expect(done).not.toContain('held');
  });
});
