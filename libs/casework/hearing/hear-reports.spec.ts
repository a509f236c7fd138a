import { Desk, aCase, aRegistration, absent, anItem, villager } from '../casework.fixture';
import { v7 } from 'uuid';
import { books, valueOf } from '../books';
import type { IdentityReviewNote } from '../books';

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);
const son = villager('韦小山', 3);
const lu = villager('陆建国', 4);
const mistyped = (name: string, idNo: string | null) => ({
  name,
  idNo: idNo && idNo.slice(0, 16) + String((Number(idNo[16]) + 1) % 10) + idNo[17],
});

const reviews = async (desk: Desk) => {
  const all: IdentityReviewNote[] = [];
  for await (const page of desk.parts.log.notesIn(books.identityReview, '45'))
    all.push(...page.map((note) => valueOf<IdentityReviewNote>(note)!));
  return all;
};

describe('hearing a household for the first time', () => {
  it('enrols it, and the same again records nothing', async () => {
    const desk = new Desk();
    const [first] = await desk.hear(aRegistration('1', [wei, huang, son]));
    expect(first).toMatchObject({ status: 'accepted', code: null });
    const events = await desk.events(first!.household);
    expect(events[0]).toMatchObject({ type: 'HouseholdEnrolled', registryNo: '1' });
    const [again] = await desk.hear(aRegistration('1', [wei, huang, son]));
    expect(again).toEqual({ status: 'unchanged', household: first!.household, events: 0, code: null, detail: null });
  });

  it('seals every personal value, so that no clear name or number is in the log', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(aRegistration('1', [wei]), aCase('9', [wei]));
    for (const { body } of await desk.parts.log.read(heard!.household!))
      for (const value of [wei.name, wei.idNo!, '6210000000000000017']) expect(body.includes(value)).toBe(false);
    const { state } = await desk.file(heard!.household);
    const [member] = Object.values(state.registration!.members);
    expect(await desk.parts.vault.open([member!.name, member!.idNo!])).toEqual([wei.name, wei.idNo]);
  });

  it('names file, sheet and row, and the origin of each event', async () => {
    const desk = new Desk();
    const initial = anItem(aRegistration('1', [wei]), { origin: 'initial-load' });
    const [heard] = await desk.reports.hear([initial]);
    const [event] = await desk.parts.log.read(heard!.household!);
    expect(event).toMatchObject({
      source: '3b1f?import=i-1#!2',
      origin: 'initial-load',
      county: '451422',
      effectiveOn: '2014-03-01',
    });
  });
});

it('refuses only the report about a household whose history cannot be read; the others of its batch are heard', async () => {
  const desk = new Desk();
  const [heard] = await desk.hear(aRegistration('1', [wei]));
  const stream = heard!.household!;
  const recorded = await desk.parts.log.read(stream);
  const { type, schema, effectiveOn, origin, source, county } = recorded[0]!;
  const event = { id: v7(), type, schema, body: Buffer.from('cut'), effectiveOn, origin, source, county };
  const streams = [{ stream, expectedVersion: recorded.length, events: [event] }];
  await desk.parts.log.append({ shard: '45', commandId: v7(), streams });
  const reports = [aRegistration('2', [lu]), aRegistration('1', [wei, son]), aRegistration('3', [huang])];
  expect((await desk.hear(...reports)).map(({ status, code }) => [status, code])).toEqual([
    ['accepted', null],
    ['refused', 'body-unreadable'],
    ['accepted', null],
  ]);
});

describe('a dibao case and a registration with a member in common', () => {
  const registration = aRegistration('1', [wei, huang]);
  const dibao = aCase('9', [wei]);

  it.each([
    ['registry first', [registration, dibao]],
    ['dibao first', [dibao, registration]],
  ])('are one household: %s', async (_, reports) => {
    const desk = new Desk();
    await desk.hearInTurn(reports);
    expect(await desk.households()).toEqual(['1: 451422/RURAL/9/2016-01']);
  });

  it('are one household in one batch', async () => {
    const desk = new Desk();
    const [first, second] = await desk.hear(dibao, registration);
    expect(first!.household).toBe(second!.household);
  });

  it('merge, when two provisional households belong to one registration; the old id stays resolvable', async () => {
    const desk = new Desk();
    const [one, two, claimed] = await desk.hearInTurn([aCase('8', [wei]), aCase('9', [huang]), registration]);
    expect(one!.household).not.toBe(two!.household);
    expect(await desk.households()).toEqual(['1: 451422/RURAL/8/2016-01 451422/RURAL/9/2016-01']);
    for (const { household } of [one!, two!]) expect((await desk.file(household)).id).toBe(claimed!.household);
    const merges = (await Promise.all([one!, two!].map(({ household }) => desk.events(household)))).flat();
    expect(
      merges
        .filter(({ type }) => type === 'HouseholdMerged')
        .map((event) => 'role' in event && event.role)
        .sort(),
    ).toEqual(['SUPERSEDED', 'SURVIVOR']);
  });
});

describe('a case that spans two registrations', () => {
  const reports = [aRegistration('1', [wei, huang]), aRegistration('2', [lu]), aCase('9', [lu, huang])];
  const permutations = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];

  it.each(permutations)('lives with its applicant and shows CR-25, in the order %i %i %i', async (...order) => {
    const desk = new Desk();
    await desk.hearInTurn(order.map((i) => reports[i]!));
    expect(await desk.households()).toEqual(['1: ', '2: 451422/RURAL/9/2016-01']);
    const [again] = await desk.hear(reports[2]!);
    const { state } = await desk.file(again!.household);
    expect(Object.values(state.differences).map(({ ruleId }) => ruleId)).toContain('CR-25');
  });
});

describe('a case that went to another household with its applicant', () => {
  // The applicant and his wife get a registration of their own; the case follows them, and is heard of afterwards.
  const moved = async () => {
    const desk = new Desk();
    await desk.hear(aRegistration('1', [wei, huang, son]), aCase('9', [wei, huang, son]));
    const split = [aRegistration('1', [son], { asOf: '2016-06-30' }), aRegistration('2', [wei, huang], { asOf: '2016-06-30' })];
    await desk.hearInTurn(split);
    expect(await desk.households()).toEqual(['1: ', '2: 451422/RURAL/9/2016-01']);
    return desk;
  };
  const open = async (desk: Desk, at: string) =>
    Object.values((await desk.file(at)).state.cases).map(({ caseKey, members }) => [caseKey, members.length]);

  it('is one case still when its file comes, and goes to whom that lists', async () => {
    const desk = await moved();
    const [heard] = await desk.hear(aCase('9', [son], { asOf: '2016-06-30' }));
    expect(await desk.households()).toEqual(['1: 451422/RURAL/9/2016-01', '2: ']);
    expect(await open(desk, heard!.household!)).toEqual([['451422/RURAL/9/2016-01', 1]]);
    expect(await desk.differences('CR-03', 'CR-04')).toEqual([]);
  });

  it('leaves the file there', async () => {
    const desk = await moved();
    const [heard] = await desk.hear(absent(aCase('9', [wei]), '2016-06-30'));
    expect(heard).toMatchObject({ status: 'accepted' });
    expect(await desk.differences('S-6')).toEqual(["2: S-6 absent from civil affairs' file after 2016-06"]);
  });

  it('is found also when registration and case come in one batch', async () => {
    const desk = new Desk();
    await desk.hear(aRegistration('1', [wei, huang, son]), aCase('9', [wei, huang, son]));
    const [one, two] = [
      aRegistration('1', [son], { asOf: '2016-06-30' }),
      aRegistration('2', [wei, huang], { asOf: '2016-06-30' }),
    ];
    await desk.hear(one, two, aCase('9', [wei], { asOf: '2016-06-30' }));
    expect(await desk.households()).toEqual(['1: ', '2: 451422/RURAL/9/2016-01']);
  });
});

describe('a member who has died', () => {
  const dead = (asOf: '2016-06-30' | '2016-09-30') => {
    const report = aRegistration('1', [wei, huang], { asOf });
    return { ...report, members: report.members.map((one, at) => (at === 0 ? { ...one, diedOn: '2016-05-03' as const } : one)) };
  };

  it('leaves the roster with the day, and the next of the family is its head', async () => {
    const desk = new Desk();
    await desk.hear(aRegistration('1', [wei, huang]), aCase('9', [wei, huang]));
    const [heard] = await desk.hear(dead('2016-06-30'));
    const { state } = await desk.file(heard!.household);
    const [widow] = Object.keys(state.registration!.members);
    expect(Object.keys(state.registration!.members)).toHaveLength(1);
    expect(state.registration!.head).toBe(widow);
    expect(Object.values(state.deceased)).toEqual(['2016-05-03']);
    // Still listed with the same day, and then no more: nothing new.
    expect((await desk.hear(dead('2016-09-30')))[0]).toMatchObject({ status: 'unchanged' });
    expect((await desk.hear(aRegistration('1', [huang], { asOf: '2016-12-31' })))[0]!.events).toBeLessThanOrEqual(2);
    expect((await desk.events(heard!.household)).filter(({ type }) => type === 'MemberDeceased')).toHaveLength(1);
  });

  it('is not brought back by a row that waits in quarantine', async () => {
    const desk = new Desk();
    await desk.hear(aRegistration('1', [wei, huang]));
    const [heard] = await desk.hear({ ...dead('2016-06-30'), withheldRows: 1 });
    expect(Object.keys((await desk.file(heard!.household)).state.registration!.members)).toHaveLength(1);
  });
});

describe('numbers of households', () => {
  it('a new number with the members of one that the file lists no more is a renumbering', async () => {
    const desk = new Desk();
    const [before] = await desk.hear(aRegistration('1', [wei, huang]));
    const [after] = await desk.reports.hear([anItem(aRegistration('2', [wei, huang], { asOf: '2016-06-30' }))], {
      departed: new Set(['451422/1']),
    });
    expect(after!.household).toBe(before!.household);
    expect(await desk.events(after!.household)).toContainEqual({
      type: 'HouseholdRenumbered',
      on: '2016-06-30',
      was: '1',
      registryNo: '2',
    });
    const [gone] = await desk.hear(absent(aRegistration('1', []), '2016-06-30'));
    expect(gone).toMatchObject({ status: 'unchanged' });
  });

  it('so is a new number in another county: the registration moves there and its plans with it', async () => {
    const desk = new Desk();
    const [before] = await desk.hear(aRegistration('1', [wei, huang], { status: 'PLANNED', plannedYear: 2016 }));
    const elsewhere = aRegistration('2', [wei, huang], {
      ...{ recordKey: '451425/2', county: '451425', division: '451425100001', asOf: '2016-06-30' },
      ...{ status: 'PLANNED', plannedYear: 2016 },
    });
    const departed = new Set(['451422/1']);
    const [after] = await desk.reports.hear([anItem(elsewhere)], { departed });
    expect(after!.household).toBe(before!.household);
    expect((await desk.file(after!.household)).state.registration).toMatchObject({
      ...{ registryNo: '2', county: '451425', plans: [{ targetYear: 2016 }], removedOn: null },
    });
    const [gone] = await desk.reports.hear([anItem(absent(aRegistration('1', []), '2016-06-30'))], { departed });
    expect(gone).toMatchObject({ status: 'unchanged' });
  });

  it('one that moved to another county under its number is still listed: the old county’s silence removes nobody', async () => {
    const desk = new Desk();
    const [before] = await desk.hear(aRegistration('1', [wei, huang]));
    const elsewhere = { recordKey: '451425/1', county: '451425', division: '451425100001', asOf: '2016-06-30' } as const;
    const departed = new Set(['451422/1']);
    const [after] = await desk.reports.hear([anItem(aRegistration('1', [wei, huang], elsewhere))], { departed });
    expect(after!.household).toBe(before!.household);
    const [gone] = await desk.reports.hear([anItem(absent(aRegistration('1', []), '2016-06-30'))], { departed });
    expect(gone).toMatchObject({ status: 'unchanged' });
    expect((await desk.file(after!.household)).state.registration).toMatchObject({ county: '451425', removedOn: null });
    const [left] = await desk.hear(absent(aRegistration('1', [], elsewhere), '2016-09-30'));
    expect(left).toMatchObject({ status: 'accepted' });
    expect((await desk.file(after!.household)).state.registration).toMatchObject({ removedOn: '2016-09-30' });
  });

  it('the same number in another county is another household’s, and its departure says nothing of this one', async () => {
    const desk = new Desk();
    const [before] = await desk.hear(aRegistration('1', [wei, huang]));
    const other = { recordKey: '451425/1', county: '451425', division: '451425100001' } as const;
    await desk.hear(aRegistration('1', [lu], other));
    const [after] = await desk.reports.hear([anItem(aRegistration('2', [wei], { asOf: '2016-06-30' }))], {
      departed: new Set(['451425/1']),
    });
    expect(after!.household).not.toBe(before!.household);
  });

  it.each([
    ['has another number', '451422', '2'],
    ['is in another county', '451425', '1'],
  ])('a number that is given out anew says nothing of who bore it before and %s by then', async (_, county, registryNo) => {
    const desk = new Desk();
    const [before] = await desk.hear(aRegistration('1', [wei, huang]));
    const now = { county, division: `${county}100001`, recordKey: `${county}/${registryNo}`, asOf: '2016-06-30' } as const;
    await desk.reports.hear([anItem(aRegistration(registryNo, [wei, huang], now))], { departed: new Set(['451422/1']) });
    const [other] = await desk.hear(aRegistration('1', [lu], { asOf: '2016-09-30' }));
    expect(other!.household).not.toBe(before!.household);
    expect((await desk.file(before!.household)).state.registration).toMatchObject({ registryNo, county, removedOn: null });
  });

  it('a number that comes back with none of its members is another household', async () => {
    const desk = new Desk();
    const [before] = await desk.hear(aRegistration('1', [wei, huang]));
    const [after] = await desk.hear(aRegistration('1', [lu], { asOf: '2016-06-30' }));
    expect(after!.household).not.toBe(before!.household);
    expect(await desk.events(before!.household)).toContainEqual({
      type: 'HouseholdRemoved',
      on: '2016-06-30',
      registryNo: '1',
      reason: null,
    });
  });
});

describe('spells of a case', () => {
  const spells = async (...reports: ReturnType<typeof aCase>[]) => {
    const desk = new Desk();
    const outcomes = await desk.hearInTurn(reports);
    return Object.keys((await desk.file(outcomes[0]!.household)).state.cases).map((key) => key.slice(-7));
  };
  const stopped = aCase('9', [wei], { status: 'STOPPED', stoppedFrom: '2016-05', asOf: '2016-05-31' });

  it('a start after the previous stop is a new spell', async () =>
    expect(await spells(stopped, aCase('9', [wei], { grantedFrom: '2016-08', asOf: '2016-08-31' }))).toEqual([
      '2016-01',
      '2016-08',
    ]));

  it('any other change of the start month is a correction', async () =>
    expect(await spells(aCase('9', [wei]), aCase('9', [wei], { grantedFrom: '2016-02', asOf: '2016-04-30' }))).toEqual([
      '2016-01',
    ]));

  it('an older spell that is heard later stands beside the newer one', async () =>
    expect(
      await spells(aCase('9', [wei], { grantedFrom: '2016-08', asOf: '2016-08-31' }), { ...stopped, asOf: '2016-05-31' }),
    ).toEqual(['2016-08', '2016-01']));
});

describe('a doubtful person', () => {
  it('whose number fails its check digit is asked about once, and the household goes on', async () => {
    const desk = new Desk();
    const reports = [aRegistration('1', [wei, huang]), aCase('9', [wei, mistyped(huang.name, huang.idNo)])];
    const [registered, covered] = await desk.hearInTurn(reports);
    expect(covered!.household).toBe(registered!.household);
    const { state } = await desk.file(covered!.household);
    const [, doubtful] = Object.values(state.cases)[0]!.members;
    expect(doubtful).toMatchObject({ covered: true, provisional: true });
    const other = Object.keys(state.registration!.members)[1];
    expect(await reviews(desk)).toMatchObject([
      { reason: 'check-digit', person: doubtful!.person, candidates: [{ person: other, tier: 'T4' }], status: 'open' },
    ]);
    expect(await desk.hear(reports[1]!)).toMatchObject([{ status: 'unchanged' }]);
    expect(await reviews(desk)).toHaveLength(1);
  });

  it('is asked about whichever comes first, the sound number or the mistyped one', async () => {
    const desk = new Desk();
    await desk.hearInTurn([aCase('9', [mistyped(huang.name, huang.idNo)]), aRegistration('1', [wei, huang])]);
    expect(await reviews(desk)).toMatchObject([{ reason: 'check-digit', candidates: [{ tier: 'T4' }] }]);
  });

  it('who bears the number of somebody with an unrelated name stays apart (CR-01)', async () => {
    const desk = new Desk();
    await desk.hearInTurn([aRegistration('1', [wei]), aRegistration('2', [{ name: '陆建国', idNo: wei.idNo }])]);
    expect(await desk.households()).toEqual(['1: ', '2: ']);
    expect(await reviews(desk)).toMatchObject([{ reason: 'unrelated-name', candidates: [{ tier: 'conflict' }] }]);
  });

  it('without a number and without anybody who could be meant is no question', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(aRegistration('1', [wei, { name: '韦新生', idNo: null }]));
    expect(await reviews(desk)).toEqual([]);
    const members = Object.values((await desk.file(heard!.household)).state.registration!.members);
    expect(members.map(({ provisional }) => provisional)).toEqual([false, false]);
  });

  it('whose number the source corrects is the same person, and the question is over', async () => {
    const desk = new Desk();
    const [first] = await desk.hear(aRegistration('1', [wei, mistyped(huang.name, huang.idNo)]));
    const [before] = await reviews(desk);
    await desk.hear(aRegistration('1', [wei, huang], { asOf: '2016-06-30' }));
    const { state } = await desk.file(first!.household);
    expect(Object.keys(state.registration!.members)).toContain(before!.person);
    expect(Object.values(state.registration!.members).every(({ provisional }) => !provisional)).toBe(true);
    expect(await reviews(desk)).toMatchObject([{ status: 'superseded' }]);
    expect(state.differences).toEqual({});
  });

  it.each([
    ['a variant of the name (T2)', { name: '韋大山', idNo: wei.idNo }],
    ['a disability certificate (T3)', { name: wei.name, idNo: `${wei.idNo}44` }],
  ])('is not one with %s', async (_, other) => {
    const desk = new Desk();
    await desk.hearInTurn([aRegistration('1', [wei]), aCase('9', [other])]);
    expect(await desk.households()).toEqual(['1: 451422/RURAL/9/2016-01']);
    expect(await reviews(desk)).toEqual([]);
  });
});

describe('rows that wait in quarantine', () => {
  it('count as present', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(aRegistration('1', [wei, huang]));
    await desk.hear(aRegistration('1', [wei], { asOf: '2016-06-30', withheldRows: 1 }));
    expect(Object.keys((await desk.file(heard!.household)).state.registration!.members)).toHaveLength(2);
  });
});

describe('races and repeats', () => {
  it('the same command again gives the first answer', async () => {
    const desk = new Desk();
    const item = anItem(aRegistration('1', [wei]));
    const [first] = await desk.reports.hear([item]);
    expect(await desk.reports.hear([item])).toEqual([first]);
  });

  it('two hubs that hear of one person at the same moment agree on who that is', async () => {
    const desk = new Desk();
    const other = new Desk(desk.parts);
    await Promise.all([desk.hear(aRegistration('1', [wei, huang])), other.hear(aCase('9', [huang]))]);
    expect(await desk.households()).toEqual(['1: 451422/RURAL/9/2016-01']);
  });

  it('many reports of one household in one batch are heard in order', async () => {
    const desk = new Desk();
    const amounts = [8_500, 9_000, 9_500];
    const outcomes = await desk.hear(
      ...amounts.map((monthlyBenefitFen, i) => aCase('9', [wei], { monthlyBenefitFen, asOf: `2016-${i + 10}-28` })),
    );
    expect(new Set(outcomes.map(({ household }) => household)).size).toBe(1);
    const { state } = await desk.file(outcomes[0]!.household);
    expect(Object.values(state.cases)[0]!.amounts.map(({ fen }) => fen)).toEqual(amounts);
  });
});
