import { ImportDesk, household, registryCsv } from './import-desk.fixture';

// A row in quarantine counts as present (S-6), also where it does not say in which household.

const many = (count: number) => Array.from({ length: count }, (_, i) => household(i));
const later = { asOf: '2017-01-31' } as const;

describe('a row that names no household', () => {
  let desk: ImportDesk;
  beforeEach(async () => {
    desk = await ImportDesk.open();
    await desk.bring({ 'a.csv': registryCsv(...many(100)) });
  });
  afterEach(() => desk.close());

  const bringWith = (rows: ReturnType<typeof household>) => {
    const [, ...others] = many(100);
    return desk.bring({ 'a.csv': registryCsv(...others, rows) }, later);
  };
  const toldOfFirst = () => {
    const { report } =
      desk.hearing.told.find((one) => one.report.asOf === later.asOf && one.report.recordKey.endsWith('000')) ?? {};
    return report && 'members' in report ? [report.members.length, report.withheldRows] : report;
  };

  it.each([
    ['under a county that nobody knows', { 行政区划代码: '990101000000' }],
    ['without its number', { 户编号: '' }],
    ['with a number that lost digits', { 户编号: '4.51422E+12' }],
  ])('holds departures, %s: it may be theirs', async (_, wrong) => {
    const { id, counts } = await bringWith(household(0, wrong));
    expect(counts).toMatchObject({ quarantined: 2, events: 0, departures: { found: 1, held: 1 } });
    expect(counts?.departures.because).toContain('name no household');
    await desk.imports.confirm(id);
    await desk.imports.idle();
    expect((await desk.imports.read(id))?.counts).toMatchObject({ events: 1, departures: { found: 1, held: 0 } });
  });

  it.each([
    ['under a county that nobody knows', { 行政区划代码: '990101000000' }],
    ['without its number', { 户编号: '' }],
  ])('%s, counts as present in the household of its number or head', async (_, wrong) => {
    const [head, wife] = household(0);
    await bringWith([head, { ...wife, ...wrong }]);
    expect(toldOfFirst()).toEqual([1, 1]);
    // Another household is heard as ever, and this one is read again next time.
    expect(desk.hearing.told.filter(({ report }) => report.asOf === later.asOf)).toMatchObject([{ digest: null }]);
  });

  it('that is a total holds nothing', async () => {
    const [head] = household(0);
    const total = { ...Object.fromEntries(Object.keys(head).map((column) => [column, ''])), 户编号: '合计' } as typeof head;
    expect((await bringWith([total])).counts).toMatchObject({ quarantined: 0, departures: { found: 1, held: 0 } });
  });
});
