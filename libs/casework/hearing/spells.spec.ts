import { Desk, aCase, absent, villager } from '../casework.fixture';

const wei = villager('韦大山', 1);
const spells = async (desk: Desk, household: string | null) =>
  Object.values((await desk.file(household)).state.cases)
    .map(({ grantedFrom, stoppedFrom }) => [grantedFrom, stoppedFrom])
    .sort();

describe('a start month between two spells of one case (S-10)', () => {
  const first = aCase('9', [wei], { asOf: '2016-06-30', status: 'STOPPED', stoppedFrom: '2016-04' });
  const second = aCase('9', [wei], { asOf: '2016-09-30', grantedFrom: '2016-08' });

  it('corrects the second spell: the first was over by then', async () => {
    const desk = new Desk();
    const corrected = aCase('9', [wei], { asOf: '2016-10-31', grantedFrom: '2016-06' });
    const [{ household } = { household: null }] = await desk.hearInTurn([first, second, corrected]);
    expect(await spells(desk, household)).toEqual([
      ['2016-01', '2016-04'],
      ['2016-06', null],
    ]);
    expect(await desk.differences('CR-04')).toEqual([]);
  });

  it('corrects the second spell also where the first had left its file', async () => {
    const desk = new Desk();
    const open = aCase('9', [wei]);
    const corrected = aCase('9', [wei], { asOf: '2016-10-31', grantedFrom: '2016-06' });
    const [{ household } = { household: null }] = await desk.hearInTurn([open, absent(open, '2016-04-30'), second, corrected]);
    expect(await spells(desk, household)).toEqual([
      ['2016-01', null],
      ['2016-06', null],
    ]);
  });

  it('is a spell of its own where it was over before the second began', async () => {
    const desk = new Desk();
    const between = aCase('9', [wei], { asOf: '2016-07-31', grantedFrom: '2016-05', status: 'STOPPED', stoppedFrom: '2016-07' });
    const [{ household } = { household: null }] = await desk.hearInTurn([first, second, between]);
    expect(await spells(desk, household)).toEqual([
      ['2016-01', '2016-04'],
      ['2016-05', '2016-07'],
      ['2016-08', null],
    ]);
  });

  it('still corrects the spell that it lies in', async () => {
    const desk = new Desk();
    const corrected = aCase('9', [wei], { asOf: '2016-10-31', grantedFrom: '2016-09' });
    const [{ household } = { household: null }] = await desk.hearInTurn([first, second, corrected]);
    expect(await spells(desk, household)).toEqual([
      ['2016-01', '2016-04'],
      ['2016-09', null],
    ]);
  });
});
