import { ImportDesk, bytesOf, household, many, registryCsv, snapshot } from './import-desk.fixture';
import { Imports } from './imports';

describe('who is no longer listed', () => {
  let desk: ImportDesk;
  beforeEach(async () => {
    desk = await ImportDesk.open();
  });
  afterEach(() => desk.close());

  /** Of a file that came whole while its import waits to be started: its rows are staged already. */
  const arrived = async (csv: string): Promise<string> => {
    const id = await desk.imports.open({ ...snapshot, asOf: '2017-12-31' });
    await desk.imports.addFile(id, 'a.csv', bytesOf(csv));
    return id;
  };
  const told = () => desk.hearing.told.map(({ report }) => `${'absent' in report ? 'gone ' : ''}${report.recordKey.slice(-3)}`);

  it('stays for another file of the same day: neither is newer', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(100)) });
    expect((await desk.bring({ 'a.csv': registryCsv(...many(99)) })).counts?.departures.found).toBe(0);
  });

  it('stays in a county that the file does not speak for, and does not count there', async () => {
    // One stands before it in the order of keys, one after it.
    const other = many(200).map((rows, at) =>
      rows.map((row) => ({ ...row, 户编号: `9${row.户编号?.slice(1)}`, 行政区划代码: at % 2 ? '450221101001' : '451423100001' })),
    );
    await desk.bring({ 'a.csv': registryCsv(...many(100), ...other) }, { asOf: '2016-11-30' });
    expect((await desk.bring({ 'a.csv': registryCsv(...many(97)) })).counts?.departures).toMatchObject({ found: 3, held: 3 });
  });

  it('is a share of those who were there last, not of all who ever were', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(100)) }, { asOf: '2016-10-31' });
    const half = await desk.bring({ 'a.csv': registryCsv(...many(50)) }, { asOf: '2016-11-30' });
    await desk.imports.confirm(half.id);
    await desk.imports.idle();
    expect((await desk.bring({ 'a.csv': registryCsv(...many(48)) })).counts?.departures).toMatchObject({ found: 2, held: 2 });
  });

  it('is named with the limit as it is', async () => {
    const imports = new Imports({ ...desk.runner, departureLimit: () => 0.005 });
    await desk.bring({ 'a.csv': registryCsv(...many(100)) }, { asOf: '2016-11-30' });
    const id = await imports.open(snapshot);
    await imports.addFile(id, 'a.csv', bytesOf(registryCsv(...many(99))));
    await imports.start(id);
    await imports.idle();
    expect((await imports.read(id))?.counts?.departures.because).toBe('more than 0.5 % of the scope');
  });

  it('is told after the newcomers, since a renumbered household is among both', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(100)) }, { asOf: '2016-11-30' });
    await desk.bring({ 'a.csv': registryCsv(...many(99), household(500)) });
    expect(told().slice(-2)).toEqual(['500', 'gone 099']);
  });

  it('is found whatever another import has staged meanwhile, and so is what changed', async () => {
    const apart = (said: Parameters<typeof household>[1] = {}) => {
      const rows = many(8).map((_, number) => household(number, said));
      return `${registryCsv(rows.map(([head]) => head))}${registryCsv(rows.map(([, other]) => other))
        .split('\n')
        .slice(1)
        .join('\n')}`;
    };
    await desk.bring({ 'a.csv': registryCsv(household(99)), 'b.csv': apart() }, { asOf: '2016-10-31' });
    await arrived(`${registryCsv(household(99))}${apart({ 联系电话: '13900001234' }).split('\n').slice(1).join('\n')}`);
    const limit = () => 0.5;
    const imports = new Imports({ ...desk.runner, departureLimit: limit });
    const id = await imports.open(snapshot);
    await imports.addFile(id, 'b.csv', bytesOf(apart()));
    await imports.start(id);
    await imports.idle();
    expect((await imports.read(id))?.counts).toMatchObject({ read: 16, unchanged: 16, departures: { found: 1, held: 0 } });
  });

  it('holds up nobody who is there: what was not told yet still is', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(3)) }, { asOf: '2016-11-30' });
    const { staging } = desk.runner;
    const id = await arrived(registryCsv(household(0), household(7)));
    const job = await desk.imports.read(id);
    await staging.compare(job?.no ?? '', 'heard:poverty', ['451422'], '2017-12-31');
    await staging.holdDepartures(job?.no ?? '');
    expect((await staging.next(job?.no ?? '', '-1', 9)).map(({ recordKey }) => recordKey)).toEqual(['451422/4514220000007']);
  });
});

describe('a household whose rows stand in two files', () => {
  let desk: ImportDesk;
  beforeEach(async () => {
    desk = await ImportDesk.open();
  });
  afterEach(() => desk.close());

  it('is as it was when the files come the other way round, and changed when either of them is', async () => {
    const rows = many(8);
    const heads = registryCsv(rows.map(([head]) => head));
    const others = registryCsv(rows.map(([, other]) => other));
    await desk.bring({ 'a.csv': heads, 'b.csv': others }, { asOf: '2016-10-31' });
    expect((await desk.bring({ 'a.csv': others, 'b.csv': heads }, { asOf: '2016-11-30' })).counts).toMatchObject({
      unchanged: 16,
    });
    const changed = registryCsv(rows.map(([, other]) => ({ ...other, 健康状况: '残疾' })));
    expect((await desk.bring({ 'a.csv': heads, 'b.csv': changed })).counts).toMatchObject({ accepted: 16 });
  });
});
