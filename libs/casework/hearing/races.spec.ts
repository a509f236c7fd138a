import { AppendUnstorable, ClaimTaken, LogUnavailable, StreamMovedOn } from '@xianjie/log';
import { Desk, aRegistration, anItem, inMemoryParts, villager } from '../casework.fixture';
import { failing } from '../failing-log.fixture';

const [wei, huang, child] = [villager('韦大山', 1), villager('黄秀英', 2), villager('韦小妹', 3)];
const moved = new StreamMovedOn('h', 1, 2);

/** A desk whose appends of what was heard fail first; the import's own note of its beginning is no such append. */
const aDesk = (...faults: readonly Error[]) => {
  const parts = inMemoryParts();
  const { log, tried } = failing(parts.log, ...faults);
  return { desk: new Desk({ ...parts, log }), tried, parts };
};
const items = (...reports: Parameters<typeof anItem>[0][]) => reports.map((report) => anItem(report, { importId: null }));

describe('a report that loses a race', () => {
  it.each([
    ['a household that somebody else moved on', moved],
    ['a number that somebody else claimed', new ClaimTaken('ab', 'p-1')],
    ['a log that was away', new LogUnavailable('away')],
  ])('over %s is heard again, and answers in its place', async (_, fault) => {
    const { desk, tried } = aDesk(fault, fault, fault);
    const reports = [aRegistration('1', [wei]), aRegistration('2', [huang]), aRegistration('3', [child])];
    const outcomes = await desk.reports.hear(items(...reports));
    expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
    for (const [at, { household }] of outcomes.entries())
      expect((await desk.file(household)).state.registration!.registryNo).toBe(String(at + 1));
    expect(tried()).toBe(6);
  });

  it('is given up after six times, with the fault', async () => {
    const { desk, tried } = aDesk(...Array<Error>(6).fill(moved));
    await expect(desk.reports.hear(items(aRegistration('1', [wei])))).rejects.toBe(moved);
    expect(tried()).toBe(6);
    const again = aDesk(...Array<Error>(5).fill(moved));
    expect(await again.desk.reports.hear(items(aRegistration('1', [wei])))).toMatchObject([{ status: 'accepted' }]);
  });

  it('that the log will never take is refused by itself, once', async () => {
    const unstorable = new AppendUnstorable('c-1', 'a NUL in a text');
    const { desk, tried } = aDesk(unstorable);
    expect(await desk.reports.hear(items(aRegistration('1', [wei]), aRegistration('2', [huang])))).toMatchObject([
      { status: 'refused', code: unstorable.code, detail: unstorable.message, household: null, events: 0 },
      { status: 'accepted' },
    ]);
    expect(tried()).toBe(2);
  });

  it('is not told as heard after a defect', async () => {
    const defect = new TypeError('a defect');
    await expect(aDesk(defect).desk.reports.hear(items(aRegistration('1', [wei])))).rejects.toBe(defect);
  });
});

it('a person whom two reports of one batch bring is claimed by each: the first of them may fail (S-12)', async () => {
  const { desk, parts } = aDesk(new AppendUnstorable('c-1', 'a NUL in a text'));
  const outcomes = await desk.reports.hear(items(aRegistration('1', [wei]), aRegistration('2', [wei, huang])));
  expect(outcomes).toMatchObject([{ status: 'refused' }, { status: 'accepted' }]);
  const hash = parts.hasherOf('45').hash(wei.idNo!);
  const { members } = (await desk.file(outcomes[1]!.household)).state.registration!;
  expect(Object.keys(members)).toContain((await parts.log.owners([hash])).get(hash));
});
