import { join } from 'node:path';
import type { HouseholdCommand, PersonId } from '@xianjie/domain';
import { projectRoot } from '@xianjie/infrastructure';
import { Desk, aCase, aRegistration, anItem, villager } from '../casework.fixture';
import { PolicyBook } from '../policy-book';
import { readPolicies } from '../policy-packs';
import { ResolveIdentity } from '../resolve-identity';
import { TakeDecision } from '../take-decision';

const wei = villager('韦大山', 1);
const he = villager('韦小河', 2);
const shi = villager('韦三石', 3);
const huang = villager('黄四海', 4);
const mistyped = { ...shi, idNo: shi.idNo!.slice(0, 17) + (shi.idNo![17] === '1' ? '2' : '1') };

const reviewsOf = async (desk: Desk) => (await new ResolveIdentity(desk.parts).list('45')).map(({ status }) => status);

describe('a question about a member of a case (S-11)', () => {
  const merging = [aCase('C1', [wei]), aCase('C2', [he, mistyped]), aRegistration('R1', [wei, he])];
  const splitting = [
    ...[aRegistration('R1', [wei, he]), aCase('C1', [wei, mistyped])],
    ...[aRegistration('R0', [he, huang], { asOf: '2016-04-30' }), aRegistration('R1', [he], { asOf: '2016-04-30' })],
    aRegistration('R2', [wei, huang], { asOf: '2016-04-30' }),
  ];

  it.each([
    ['merger', merging, aCase('C2', [he, shi], { asOf: '2016-05-31' }), 'R1'],
    ['split', splitting, aCase('C1', [wei, shi], { asOf: '2016-05-31' }), 'R2'],
  ])('goes along in a %s, and ends there when the number is corrected', async (_, reports, corrected, home) => {
    const desk = new Desk();
    await desk.hearInTurn(reports);
    expect(await desk.differences('CR-02')).toEqual([`${home}: CR-02 the identity number fails its check digit`]);
    expect(await reviewsOf(desk)).toEqual(['open']);
    await desk.hear(corrected);
    expect(await desk.differences('CR-02')).toEqual([]);
    expect(await reviewsOf(desk)).toEqual(['superseded']);
  });

  it('stands again where it stood when the import of the merger is undone', async () => {
    const desk = new Desk();
    const [first, second, registration] = merging;
    const [, heard] = await desk.reports.hear([first!, second!].map((report) => anItem(report, { importId: 'dibao' })));
    await desk.reports.hear([anItem(registration!, { importId: 'registry' })]);
    await desk.reports.retractImport('registry');
    const [review] = await new ResolveIdentity(desk.parts).list('45');
    expect(review).toMatchObject({ status: 'open', household: heard!.household });
    expect(await desk.differences('CR-02')).toHaveLength(1);
  });
});

describe('whoever has died in a household', () => {
  const dead = aCase('C2', [he, shi], { asOf: '2016-04-30' });
  const died = { ...dead, members: dead.members.map((one, i) => (i === 1 ? { ...one, diedOn: '2016-04-01' as const } : one)) };
  const deadIn = async (desk: Desk, household: string | null): Promise<readonly PersonId[]> =>
    Object.keys((await desk.file(household)).state.deceased);

  it('is dead in the one that it merges into, where its case still names them', async () => {
    const desk = new Desk();
    const [, told] = await desk.hearInTurn([aCase('C1', [wei]), aCase('C2', [he, shi]), died]);
    const before = await deadIn(desk, told!.household);
    await desk.hearInTurn([
      aCase('C2', [he, shi], { asOf: '2016-05-31' }),
      aRegistration('R1', [wei, he], { asOf: '2016-06-30' }),
    ]);
    expect((await desk.file(told!.household)).id).not.toBe(told!.household);
    expect(before).toHaveLength(1);
    expect(await deadIn(desk, told!.household)).toEqual(before);
  });

  it('is dead in the one that it merges into, also where no row names them any more', async () => {
    const desk = new Desk();
    const [, told] = await desk.hearInTurn([aCase('C1', [wei]), aCase('C2', [he, shi]), died]);
    await desk.hear(aCase('C2', [he], { asOf: '2016-05-31' }));
    await desk.hear(aRegistration('R1', [wei, he], { asOf: '2016-06-30' }));
    const { id } = await desk.file(told!.household);
    expect(id).not.toBe(told!.household);
    expect(await deadIn(desk, id)).toHaveLength(1);
  });

  it('is dead in the one to which their case goes', async () => {
    const desk = new Desk();
    await desk.hearInTurn([aRegistration('R1', [wei, he]), aCase('C2', [he, shi]), died]);
    const [heard] = await desk.hear(aCase('C2', [he, shi], { asOf: '2016-05-31' }));
    const before = await deadIn(desk, heard!.household);
    const [, moved] = await desk.hearInTurn([
      aRegistration('R1', [wei], { asOf: '2016-06-30' }),
      aRegistration('R2', [he], { asOf: '2016-06-30' }),
    ]);
    expect(moved!.household).not.toBe(heard!.household);
    expect(before).toHaveLength(1);
    expect(await deadIn(desk, moved!.household)).toEqual(before);
  });
});

describe('a difference that an official has settled', () => {
  it('stays settled in the household that the case goes to, while the facts are the same', async () => {
    const desk = new Desk();
    const unverified = { verificationReportNo: null, verifiedOn: null };
    const [, heard] = await desk.hearInTurn([aCase('C1', [wei]), aCase('C2', [he], unverified)]);
    const decisions = new TakeDecision(
      desk.parts.log,
      desk.parts.codec,
      new PolicyBook((await readPolicies(join(projectRoot(), 'policies'))).map(({ layer }) => layer)),
    );
    const command: HouseholdCommand = {
      ...{ type: 'SettleDifference', on: '2016-05-02', differenceId: 'CR-18:451422/RURAL/C2/2016-01', settledBy: 'u-1' },
      ...{ reason: '纸质报告已核', remedyEvent: null },
    };
    const settled = await decisions.take({ household: heard!.household!, command, commandId: 'settle', actor: 'u-1' });
    expect(settled).toMatchObject({ outcome: 'accepted' });
    expect(await desk.differences('CR-18')).toEqual([]);
    await desk.hear(aRegistration('R1', [wei, he], { asOf: '2016-06-30' }));
    expect(await desk.households()).toEqual(['R1: 451422/RURAL/C1/2016-01 451422/RURAL/C2/2016-01']);
    expect(await desk.differences('CR-18')).toEqual([]);
  });
});
