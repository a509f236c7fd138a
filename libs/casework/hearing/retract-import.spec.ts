import { Desk, aCase, aRegistration, anItem, villager } from '../casework.fixture';

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);

const byImport = (desk: Desk, importId: string, ...reports: Parameters<typeof anItem>[0][]) =>
  desk.reports.hear(reports.map((report) => anItem(report, { importId })));

describe('undoing an import', () => {
  it('leaves the household as it was before, and the file can be heard again', async () => {
    const desk = new Desk();
    const [first] = await byImport(desk, 'march', aRegistration('1', [wei, huang]));
    const before = (await desk.file(first!.household)).state;
    const june = aRegistration('1', [wei], { asOf: '2016-06-30', status: 'PLANNED', plannedYear: 2016 });
    const [second] = await byImport(desk, 'june', june);
    expect(await desk.reports.retractImport('june')).toEqual({ retracted: second!.events });
    expect((await desk.file(first!.household)).state).toEqual(before);
    expect(await byImport(desk, 'june again', june)).toMatchObject([{ status: 'accepted', events: second!.events }]);
  });

  it('takes a merger back on both streams', async () => {
    const desk = new Desk();
    const [one, two] = await byImport(desk, 'dibao', aCase('8', [wei]), aCase('9', [huang]));
    await byImport(desk, 'registry', aRegistration('1', [wei, huang]));
    expect(await desk.households()).toHaveLength(1);
    await desk.reports.retractImport('registry');
    expect((await desk.file(one!.household)).id).toBe(one!.household);
    expect((await desk.file(two!.household)).id).toBe(two!.household);
    expect(await desk.households()).toEqual(['–: 451422/RURAL/8/2016-01', '–: 451422/RURAL/9/2016-01']);
  });

  it('again retracts nothing more, and other imports stay', async () => {
    const desk = new Desk();
    await byImport(desk, 'march', aRegistration('1', [wei]));
    await byImport(desk, 'other', aRegistration('2', [huang]));
    await desk.reports.retractImport('march');
    expect(await desk.reports.retractImport('march')).toEqual({ retracted: 0 });
    expect(await desk.hear(aRegistration('2', [huang]))).toMatchObject([{ status: 'unchanged' }]);
  });
});
