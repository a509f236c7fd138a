import type { HouseholdCommand } from '@xianjie/domain';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { Desk, aCase, aRegistration, absent, villager } from '../casework.fixture';
import { officialsAt } from '../officials.fixture';

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);
const son = villager('韦小山', 3);
const lu = villager('陆建国', 4);

const doubles = (desk: Desk) => desk.differences('CR-03', 'CR-04');
const IN_BOTH = ['1: CR-03 one person, also registered in 451422/2', '2: CR-03 one person, also registered in 451422/1'];

describe('a son on his father’s card and on his own (CR-03)', () => {
  const fathers = aRegistration('1', [wei, son]);
  const own = aRegistration('2', [son, huang]);

  it.each([
    ['in turn', false],
    ['in one batch', true],
  ])('is a difference of both households, heard %s', async (_, inBatch) => {
    const desk = new Desk();
    await (inBatch ? desk.hear(fathers, own) : desk.hearInTurn([fathers, own]));
    expect(await doubles(desk)).toEqual(IN_BOTH);
  });

  it('records nothing when it is heard again', async () => {
    const desk = new Desk();
    await desk.hear(fathers, own);
    expect((await desk.hear(own, fathers)).map(({ events }) => events)).toEqual([0, 0]);
  });

  it('ends when his father’s card lists him no more', async () => {
    const desk = new Desk();
    await desk.hear(fathers, own);
    await desk.hear(aRegistration('1', [wei], { asOf: '2016-06-30' }));
    expect(await doubles(desk)).toEqual([]);
  });

  it.each([
    ['his father’s', fathers],
    ['his own', own],
  ])('ends when %s household leaves the file, and comes back with it', async (_, gone) => {
    const desk = new Desk();
    await desk.hear(fathers, own);
    await desk.hear(absent(gone, '2016-06-30'));
    expect(await doubles(desk)).toEqual([]);
    await desk.hear({ ...gone, asOf: '2016-09-30' });
    expect(await doubles(desk)).toEqual(IN_BOTH);
  });

  it('comes back in both when an official takes back that his father’s card lists him no more (S-9)', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(fathers, own);
    await desk.hear(aRegistration('1', [wei], { asOf: '2016-06-30' }));
    const removed = (await desk.parts.log.read(heard!.household!)).find(({ type }) => type === 'member.removed')!;
    const command: HouseholdCommand = { type: 'Retract', on: '2016-07-02', ofEvent: removed.id, reason: 'lists him still' };
    const decisions = await officialsAt(desk);
    await decisions.take({ household: heard!.household!, command, commandId: v7(), actor: 'u-3' });
    expect(await doubles(desk)).toEqual(IN_BOTH);
  });

  it('is none for a son who left one card and entered the other', async () => {
    const desk = new Desk();
    await desk.hearInTurn([fathers, aRegistration('2', [huang])]);
    // Whichever household of the next file is heard first.
    await desk.hearInTurn([{ ...own, asOf: '2016-06-30' }, aRegistration('1', [wei], { asOf: '2016-06-30' })]);
    expect(await doubles(desk)).toEqual([]);
  });

  it('is taken back with the import that opened it', async () => {
    const desk = new Desk();
    await desk.hear(fathers, own);
    await desk.reports.retractImport('i-1');
    expect(await doubles(desk)).toEqual([]);
  });
});

describe('somebody covered by two cases (CR-04)', () => {
  const one = aCase('8', [wei, huang]);
  const two = aCase('9', [lu, huang], { programme: 'URBAN' });
  const registered = [aRegistration('1', [wei, huang]), aRegistration('2', [lu])];
  const found = [
    '1: CR-04 one person, also covered by 451422/URBAN/9/2016-01',
    '2: CR-04 one person, also covered by 451422/RURAL/8/2016-01',
  ];

  it('is a difference of both households', async () => {
    const desk = new Desk();
    await desk.hearInTurn([...registered, one, two]);
    expect(await doubles(desk)).toEqual(found);
  });

  it.each([
    ['is stopped', { ...two, asOf: '2016-06-30', status: 'STOPPED', stoppedFrom: '2016-06' } as const],
    ['covers them no more', aCase('9', [lu], { programme: 'URBAN', asOf: '2016-06-30' })],
    ['leaves the file', absent(two, '2016-06-30')],
  ])('ends in both when one case %s', async (_, report) => {
    const desk = new Desk();
    await desk.hearInTurn([...registered, one, two]);
    await desk.hear(report);
    expect(await doubles(desk)).toEqual([]);
  });

  it('ends in both when an official stops one of the cases', async () => {
    const desk = new Desk();
    const heard = await desk.hearInTurn([...registered, one, two]);
    const decisions = await officialsAt(desk);
    const accountability = { investigator: 'u-1', reviewer: 'u-2', signatory: 'u-3' };
    const stop = {
      caseKey: '451422/URBAN/9/2016-01',
      reason: 'VOLUNTARY',
      stoppedFrom: '2016-07',
      reviewId: null,
      accountability,
    } as const;
    const taken = await decisions.take({
      household: heard[3]!.household!,
      command: { type: 'Withdraw', on: '2016-06-20', ...stop },
      commandId: 'decision:stop',
      actor: 'u-3',
    });
    expect(taken).toMatchObject({ outcome: 'accepted' });
    expect(await doubles(desk)).toEqual([]);
  });

  it('ends where it stands when the case stops where an official had settled it', async () => {
    const desk = new Desk();
    const heard = await desk.hearInTurn([...registered, one, two]);
    const decisions = await officialsAt(desk);
    const { household } = heard[3]!;
    const take = (command: HouseholdCommand) => decisions.take({ household: household!, command, commandId: v7(), actor: 'u-3' });
    for (const { differenceId } of Object.values((await desk.file(household)).state.differences))
      await take({
        ...{ type: 'SettleDifference', on: '2016-06-10', differenceId, settledBy: 'u-3' },
        ...{ reason: 'the urban case ends in June', remedyEvent: null },
      });
    expect(await doubles(desk)).toEqual(found.slice(0, 1));
    const accountability = { investigator: 'u-1', reviewer: 'u-2', signatory: 'u-3' };
    const stop = { reason: 'VOLUNTARY', stoppedFrom: '2016-07', reviewId: null, accountability } as const;
    await take({ type: 'Withdraw', on: '2016-06-20', caseKey: '451422/URBAN/9/2016-01', ...stop });
    expect(await doubles(desk)).toEqual([]);
  });
});

describe('whatever the order of hearing', () => {
  const villagers = [wei, huang, son, lu];
  const some = fc.subarray(villagers, { minLength: 1, maxLength: 3 });
  const village = fc.record({
    registrations: fc.array(some, { minLength: 1, maxLength: 3 }),
    cases: fc.array(some, { minLength: 0, maxLength: 3 }),
  });
  const reportsOf = ({ registrations, cases }: { registrations: (typeof villagers)[]; cases: (typeof villagers)[] }) => [
    ...registrations.map((members, i) => aRegistration(`${i + 1}`, members)),
    ...cases.map((members, i) => aCase(`${i + 1}`, members)),
  ];

  it(
    'nobody who is in two registrations stays unseen, and nobody is seen twice who is in one',
    () =>
      fc.assert(
        fc.asyncProperty(
          village.chain((one) => {
            const reports = reportsOf(one);
            const order = fc.shuffledSubarray(reports, { minLength: reports.length, maxLength: reports.length });
            return fc.record({ one: fc.constant(one), order, inBatches: fc.boolean() });
          }),
          async ({ one: { registrations }, order, inBatches }) => {
            const desk = new Desk();
            await (inBatches ? desk.hear(...order) : desk.hearInTurn(order));
            const expected = registrations.flatMap((members, at) =>
              members.flatMap((member) => {
                const others = registrations.flatMap((other, i) =>
                  i !== at && other.includes(member) ? [`451422/${i + 1}`] : [],
                );
                return others.length === 0 ? [] : [`${at + 1}: CR-03 one person, also registered in ${others.join(', ')}`];
              }),
            );
            expect(await desk.differences('CR-03')).toEqual([...new Set(expected)].sort());
          },
        ),
        { numRuns: 150 },
      ),
    60_000,
  );
});
