import { Desk, aCase, aRegistration, absent, anItem, villager } from '../casework.fixture';
import { books, valueOf } from '../books';
import type { Heard, IdentityReviewNote } from '../books';
import { officialsAt } from '../officials.fixture';
import { ResolveIdentity } from '../resolve-identity';

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);
const tan = villager('谭小明', 6);

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

  it('knows again as of when the record was told before: an older file that comes late reverts nothing (S-4)', async () => {
    const desk = new Desk();
    const planned = { status: 'PLANNED', plannedYear: 2016 } as const;
    await byImport(desk, 'june', aRegistration('1', [wei, huang], { asOf: '2016-06-30', ...planned }));
    await byImport(desk, 'july', aRegistration('1', [wei, huang], { asOf: '2016-07-31', ...planned, headName: huang.name }));
    await desk.reports.retractImport('july');
    const [heard] = await byImport(desk, 'march', aRegistration('1', [wei], { asOf: '2016-03-31' }));
    const { state } = await desk.file(heard!.household);
    expect(Object.keys(state.registration!.members)).toHaveLength(2);
    expect(state.registration).toMatchObject({ status: 'PLANNED' });
  });

  it('takes a member back whom it added, also when an official has said since who that is', async () => {
    const desk = new Desk();
    await byImport(desk, 'march', aRegistration('1', [wei]), aRegistration('2', [huang]));
    const unnumbered = { ...huang, idNo: null };
    const [heard] = await byImport(desk, 'june', aRegistration('1', [wei, unnumbered], { asOf: '2016-06-30' }));
    const identity = new ResolveIdentity(desk.parts);
    const [review] = await identity.list('45', { status: 'open' });
    await identity.settle({
      ...{ id: review!.id, shard: '45', verdict: 'same', candidate: null, on: '2016-07-01', actor: 'u-1', commandId: 'answer' },
    });
    await desk.reports.retractImport('june');
    expect(Object.keys((await desk.file(heard!.household)).state.registration!.members)).toHaveLength(1);
    expect(await desk.differences('CR-03')).toEqual([]);
  });

  it('takes back what it told of each of its counties, though it came to one when others had been told', async () => {
    const desk = new Desk();
    const there = { county: '451421', division: '451421100001', recordKey: '451421/2' } as const;
    await byImport(desk, 'province', aRegistration('1', [wei]));
    await byImport(desk, 'province', aRegistration('2', [huang], there));
    await desk.reports.retractImport('province');
    expect(await desk.households()).toEqual(['–: ', '–: ']);
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

  it('lets a household that a later file has changed be heard again, whether or not its row has (S-7)', async () => {
    const desk = new Desk();
    const [heard] = await byImport(desk, 'march', aRegistration('1', [wei]), aCase('9', [wei]));
    const june = aRegistration('1', [wei], { asOf: '2016-06-30', status: 'PLANNED', plannedYear: 2016 });
    const raised = aCase('9', [wei], { asOf: '2016-06-30', monthlyBenefitFen: 9_500 });
    await desk.reports.hear([june, raised].map((report) => anItem(report, { importId: 'june', digest: 'd-june' })));
    await desk.reports.retractImport('march');
    expect((await desk.file(heard!.household)).state).toMatchObject({ registration: null, cases: {} });
    for (const [book, { recordKey }] of [
      [books.heardPoverty, june],
      [books.heardDibao, raised],
    ] as const) {
      const note = (await desk.parts.log.notes(book, [recordKey])).get(recordKey);
      expect(valueOf(note)).toMatchObject({ digest: null, asOf: '2016-06-30', present: true });
    }
    await byImport(desk, 'july', june, raised);
    expect(await desk.households()).toEqual(['1: 451422/RURAL/9/2016-01']);
  });

  it.each([
    ['a merger', [aCase('9', [wei])], [aRegistration('1', [wei])], ['1: ']],
    [
      'a split',
      [aCase('9', [wei, huang], { headName: huang.name })],
      [aRegistration('1', [wei]), aRegistration('2', [huang])],
      ['1: ', '2: '],
    ],
  ])('takes its case away also where %s of a later import has carried it', async (_, dibao, registry, left) => {
    const desk = new Desk();
    await byImport(desk, 'dibao', ...dibao);
    for (const [nth, report] of registry.entries()) await byImport(desk, `registry-${nth}`, report);
    await desk.reports.retractImport('dibao');
    expect((await desk.households()).filter((household) => household !== '–: ')).toEqual(left);
    await byImport(desk, 'dibao again', ...dibao);
    expect((await desk.households()).join()).toContain('451422/RURAL/9/2016-01');
  });

  it('again leaves alone what the first undoing found to follow: links and differences', async () => {
    const desk = new Desk();
    const [heard] = await byImport(desk, 'registry', aRegistration('1', [wei]));
    await byImport(desk, 'dibao', aCase('9', [wei]));
    await desk.reports.retractImport('registry');
    const { state } = await desk.file(heard!.household);
    expect(state).toMatchObject({ registration: null, links: [] });
    expect(await desk.reports.retractImport('registry')).toEqual({ retracted: 0 });
    expect((await desk.file(heard!.household)).state).toEqual(state);
  });

  it('closes what stood against another household because of it (CR-03, CR-04)', async () => {
    const desk = new Desk();
    await byImport(desk, 'first', aRegistration('1', [wei]), aCase('8', [wei]));
    await byImport(desk, 'second', aRegistration('2', [wei, huang]), aCase('9', [wei, huang], { headName: huang.name }));
    expect(await desk.differences('CR-03', 'CR-04')).toHaveLength(4);
    await desk.reports.retractImport('first');
    expect(await desk.differences('CR-03', 'CR-04')).toEqual([]);
  });

  it('again retracts nothing more, and other imports stay', async () => {
    const desk = new Desk();
    await byImport(desk, 'march', aRegistration('1', [wei]));
    await byImport(desk, 'other', aRegistration('2', [huang]));
    await desk.reports.retractImport('march');
    expect(await desk.reports.retractImport('march')).toEqual({ retracted: 0 });
    expect(await desk.hear(aRegistration('2', [huang]))).toMatchObject([{ status: 'unchanged' }]);
  });

  it('takes back, too, what an official took back and then gave back: it stands (S-9)', async () => {
    const desk = new Desk();
    const [heard] = await byImport(desk, 'march', aRegistration('1', [wei]));
    const household = heard!.household!;
    const before = (await desk.file(household)).state;
    await byImport(desk, 'june', aRegistration('1', [wei], { asOf: '2016-06-30', status: 'PLANNED', plannedYear: 2016 }));
    const decisions = await officialsAt(desk);
    const newest = async () => (await desk.parts.log.read(household)).at(-1)!.id;
    for (const nth of [1, 2])
      await decisions.take({
        ...{ household, commandId: `decision-${nth}`, actor: 'u-3' },
        command: { type: 'Retract', on: '2016-07-01', ofEvent: await newest(), reason: '误操作' },
      });
    expect((await desk.file(household)).state.registration).toMatchObject({ status: 'PLANNED' });
    expect(await desk.reports.retractImport('june')).toEqual({ retracted: 1 });
    expect((await desk.file(household)).state).toEqual(before);
  });

  it('cites the import, as a correction dated like what it takes back', async () => {
    const desk = new Desk();
    const [first] = await byImport(desk, 'march', aRegistration('1', [wei]));
    await desk.reports.retractImport('march');
    const [enrolled, ...others] = await desk.parts.log.read(first!.household!);
    const retraction = { type: 'household.event-retracted', source: 'undo?import=march', origin: 'correction' };
    expect(others.at(-1)).toMatchObject({ ...retraction, effectiveOn: enrolled!.effectiveOn, county: '451422' });
  });

  it('leaves the record known as never heard where another import still stands: what comes next is not late', async () => {
    const desk = new Desk();
    await byImport(desk, 'march', aRegistration('1', [wei]));
    await byImport(desk, 'june', aRegistration('1', [wei, huang], { asOf: '2016-06-30' }));
    await desk.reports.retractImport('june');
    const april = aRegistration('1', [wei], { asOf: '2016-04-30', status: 'PLANNED', plannedYear: 2016 });
    const [heard] = await byImport(desk, 'april', april);
    expect((await desk.parts.log.read(heard!.household!)).at(-1)).toMatchObject({
      type: 'household.exit-planned',
      origin: 'change',
    });
  });

  it('leaves such a record to be found: when it is listed no more, its household leaves the file', async () => {
    const desk = new Desk();
    const [first] = await byImport(desk, 'march', aRegistration('1', [wei]), aCase('9', [wei]));
    await byImport(desk, 'june', aRegistration('1', [wei], { asOf: '2016-06-30' }), aCase('9', [wei], { asOf: '2016-06-30' }));
    await desk.reports.retractImport('june');
    const left = [absent(aRegistration('1', []), '2016-09-30'), absent(aCase('9', []), '2016-09-30')];
    expect(await desk.hear(...left)).toMatchObject([
      { status: 'accepted', household: first!.household },
      { status: 'accepted', household: first!.household },
    ]);
  });

  it('and so it leaves a case that has gone to another household since', async () => {
    const desk = new Desk();
    await byImport(desk, 'registry', aRegistration('1', [wei, tan]));
    await byImport(desk, 'march', aCase('9', [wei, huang]));
    await byImport(desk, 'april', aCase('9', [wei, huang], { asOf: '2016-04-30', monthlyBenefitFen: 9_900 }));
    const apart = [aRegistration('1', [tan], { asOf: '2016-05-31' }), aRegistration('2', [wei], { asOf: '2016-05-31' })];
    const [, second] = await byImport(desk, 'may', ...apart);
    await desk.reports.retractImport('april');
    expect(await desk.households()).toEqual(['1: ', '2: 451422/RURAL/9/2016-01']);
    const note = (await desk.parts.log.notes(books.heardDibao, ['451422/RURAL/9'])).get('451422/RURAL/9');
    expect(valueOf<Heard>(note)).toMatchObject({ asOf: '2016-03-31', present: true, household: second!.household });
    expect(await desk.hear(absent(aCase('9', []), '2016-09-30'))).toMatchObject([{ household: second!.household }]);
    expect(await desk.differences('S-6')).toHaveLength(1);
  });

  it('takes back the newest first, and what it did to two households in one append (S-13)', async () => {
    const desk = new Desk();
    const [one, two] = await byImport(desk, 'dibao', aCase('8', [wei]), aCase('9', [huang]));
    await byImport(desk, 'registry', aRegistration('1', [wei, huang]));
    await desk.reports.retractImport('registry');
    const taken = async (household: string | null) => {
      const recorded = await desk.parts.log.read(household!);
      const order = recorded.flatMap((event) => {
        const read = event.source === 'undo?import=registry' ? desk.parts.codec.decode(event) : null;
        return read?.type === 'EventRetracted' ? [recorded.findIndex(({ id }) => id === read.ofEvent)] : [];
      });
      expect(order).toEqual(order.toSorted((a, b) => b - a));
      expect(order.length).toBeGreaterThan(0);
      return recorded.findLast(({ source }) => source === 'undo?import=registry')!.commandId;
    };
    expect(await taken(one!.household)).toBe(await taken(two!.household));
  });

  describe('that opened a question about who somebody is', () => {
    const slip = { ...huang, idNo: `${huang.idNo!.slice(0, 16)}${(Number(huang.idNo![16]) + 1) % 10}${huang.idNo![17]}` };
    const asked = async () => {
      const desk = new Desk();
      await byImport(desk, 'registry', aRegistration('1', [wei, huang]));
      await byImport(desk, 'dibao', aCase('9', [wei, slip]));
      const reviews = new ResolveIdentity(desk.parts);
      const [{ id }] = (await reviews.list('45', { status: 'open' })) as unknown as [IdentityReviewNote];
      const note = async () =>
        valueOf<IdentityReviewNote>((await desk.parts.log.notes(books.identityReview, [id])).get(id))?.status;
      return { desk, reviews, id, note };
    };

    it('asks no more', async () => {
      const { desk, note } = await asked();
      await desk.reports.retractImport('dibao');
      expect(await note()).toBe('superseded');
    });

    it('leaves an official’s answer as it is', async () => {
      const { desk, reviews, id, note } = await asked();
      const answer = { verdict: 'different', candidate: null, on: '2016-05-02', actor: 'u-1', commandId: 'answer' } as const;
      await reviews.settle({ id, shard: '45', ...answer });
      await desk.reports.retractImport('dibao');
      expect(await note()).toBe('different');
    });
  });
});
