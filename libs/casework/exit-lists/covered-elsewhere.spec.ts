import { exitListLines, foldHousehold } from '@xianjie/domain';
import { Desk, aCase, aRegistration, absent, villager } from '../casework.fixture';
import { CountyFold } from './county-fold';

const NINGMING = '451422';
const LONGZHOU = '451423';
const there = { county: LONGZHOU, division: '451423100001' } as const;
const scope = { county: NINGMING, countyLineage: [NINGMING], year: 2016, freezeOn: '2017-03-20' } as const;

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);
const lu = villager('陆建国', 4);
const nong = villager('农志强', 5);

/** Section, 户编号 and case number of each line of Ningming's list, at the log's head or before. */
const listed = async (desk: Desk, at?: number) => {
  const { log } = desk.parts;
  const position = at ?? (await log.head('45')).number;
  const asked = { countyLineage: [NINGMING], year: 2016, positions: [position] };
  const households = (await new CountyFold(log, foldHousehold).at(asked)).get(position) ?? [];
  return exitListLines(households, { ...scope, coveredUntil: '2017-03', programmes: ['RURAL'] }).map(
    ({ section, registryNo, cases }) => `${section} ${registryNo} ${cases.map(({ caseNo }) => caseNo).join()}`,
  );
};

describe('a member who is covered by the case of a family of another county (CR-25)', () => {
  const exited = aRegistration('1', [wei, huang], { status: 'EXITED', exitYear: 2016, exitOn: '2016-05-20', asOf: '2016-06-30' });
  const family = aRegistration('2', [lu], { ...there, recordKey: `${LONGZHOU}/2` });
  const dibao = aCase('9', [lu, huang], { ...there, recordKey: `${LONGZHOU}/RURAL/9` });
  const reports = [exited, family, dibao];

  it.each([
    ['the exit', [0, 1, 2]],
    ['the case', [2, 1, 0]],
    ['the other family', [1, 2, 0]],
  ])('puts the household on section 1, heard first of %s', async (_, order) => {
    const desk = new Desk();
    await desk.hearInTurn(order.map((i) => reports[i]!));
    expect(await listed(desk)).toEqual(['1 1 ', '1 1 9']);
  });

  it('does so still after the case has ended, has gone on to another household, or the difference was taken back', async () => {
    const desk = new Desk();
    await desk.hearInTurn(reports);
    const asked = (await desk.parts.log.head('45')).number;
    // The applicant moves to the card of another family; the case goes with him, and stops.
    await desk.hearInTurn([
      aRegistration('3', [nong, lu], { ...there, recordKey: `${LONGZHOU}/3`, asOf: '2016-07-31' }),
      absent(family, '2016-07-31'),
      { ...dibao, asOf: '2016-08-31' },
      { ...dibao, asOf: '2016-10-31', status: 'STOPPED', stoppedFrom: '2016-10' },
    ]);
    expect(await listed(desk)).toEqual(['1 1 ', '1 1 9']);
    expect(await desk.differences('CR-25')).toEqual([]);
    // What was found again at an earlier position is what was found then.
    await desk.reports.retractImport('i-1');
    expect(await listed(desk)).toEqual([]);
    expect(await listed(desk, asked)).toEqual(['1 1 ', '1 1 9']);
  });

  it('leaves it out where the case ended before the exit', async () => {
    const desk = new Desk();
    const stopped = { ...dibao, asOf: '2016-04-30', status: 'STOPPED', stoppedFrom: '2016-04' } as const;
    await desk.hearInTurn([aRegistration('1', [wei, huang]), family, dibao, stopped, exited]);
    expect(await listed(desk)).toEqual([]);
  });

  it('keeps it where the case goes on without the member after the exit, and leaves it out where it did so before (S-20)', async () => {
    const until = async (asOf: '2016-04-30' | '2016-10-31') => {
      const desk = new Desk();
      await desk.hearInTurn([aRegistration('1', [wei, huang]), family, dibao]);
      const dropped = { ...aCase('9', [lu], { ...there, recordKey: `${LONGZHOU}/RURAL/9` }), asOf };
      await desk.hearInTurn(asOf < '2016-06-30' ? [dropped, exited] : [exited, dropped]);
      return listed(desk);
    };
    expect([await until('2016-04-30'), await until('2016-10-31')]).toEqual([[], ['1 1 ', '1 1 9']]);
  });
});

describe('a case that followed its applicant from another county (S-13)', () => {
  it('has on its line also whom it dropped there, after the exit', async () => {
    const desk = new Desk();
    const paid = { ...there, recordKey: `${LONGZHOU}/RURAL/9` };
    const out = { status: 'EXITED', exitYear: 2016, exitOn: '2016-05-20' } as const;
    const family = aRegistration('2', [lu, wei, huang], { ...there, recordKey: `${LONGZHOU}/2` });
    await desk.hearInTurn([
      family,
      aCase('9', [wei, huang], paid),
      { ...family, ...out, asOf: '2016-06-30' },
      { ...aCase('9', [wei], paid), asOf: '2016-07-31' },
      { ...aRegistration('2', [lu], { ...there, recordKey: `${LONGZHOU}/2` }), ...out, asOf: '2016-09-30' },
      aRegistration('1', [wei, huang], { ...out, asOf: '2016-09-30' }),
      { ...aCase('9', [wei], paid), asOf: '2016-09-30' },
    ]);
    expect(await listed(desk)).toEqual(['1 1 9', '1 1 9']);
  });
});

describe('a member whose row in the case was mistyped until after the freeze (S-11)', () => {
  it('was covered all along: the case is on the line', async () => {
    const desk = new Desk();
    const idNo = huang.idNo ?? '';
    const mistyped = { ...huang, idNo: idNo.slice(0, -1) + (idNo.endsWith('0') ? '1' : '0') };
    const family = aRegistration('1', [wei, huang], { status: 'EXITED', exitYear: 2016, exitOn: '2016-05-20' });
    await desk.hearInTurn([family, aCase('9', [wei, mistyped])]);
    expect(await listed(desk)).toEqual(['1 1 9', '1 1 ']);
    await desk.hearInTurn([{ ...aCase('9', [wei, huang]), asOf: '2017-06-30' }]);
    expect(await listed(desk)).toEqual(['1 1 9', '1 1 9']);
  });
});
