import { earlier, heldOn, inserted, later, settingFrom } from './timeline';

const at = (from: `${number}-${number}`, fen: number) => ({ from, fen });
const amounts = [at('2015-01', 100), at('2016-03', 200), at('2016-09', 300)];

describe('a timeline in order of its dates (S-9)', () => {
  it('takes a late entry where its date belongs, and replaces what held from that very month', () => {
    expect(settingFrom(amounts, at('2016-05', 250))).toEqual([...amounts.slice(0, 2), at('2016-05', 250), at('2016-09', 300)]);
    expect(settingFrom(amounts, at('2016-03', 210))).toEqual([at('2015-01', 100), at('2016-03', 210), at('2016-09', 300)]);
    expect(settingFrom(amounts, at('2014-12', 50))).toEqual([at('2014-12', 50), ...amounts]);
    expect(settingFrom([], at('2014-12', 50))).toEqual([at('2014-12', 50)]);
  });
  it('keeps what was recorded later last on one day', () =>
    expect(inserted(amounts, at('2016-03', 210), ({ from }) => from)).toEqual([
      ...[amounts[0], amounts[1], at('2016-03', 210), amounts[2]],
    ]));
  it('says what held in a month: from its first month on, nothing before', () => {
    expect(heldOn(amounts, '2014-12')).toBeUndefined();
    expect(heldOn(amounts, '2015-01')?.fen).toBe(100);
    expect(heldOn(amounts, '2016-08')?.fen).toBe(200);
    expect(heldOn(amounts, '2016-09')?.fen).toBe(300);
  });
});

it('the later and the earlier of two dates, whichever comes first', () => {
  expect([later('2016-02', '2016-03'), later('2016-03', '2016-02'), later('2016-03', null)]).toEqual(Array(3).fill('2016-03'));
  expect([earlier('2016-02', '2016-03'), earlier('2016-03', '2016-02')]).toEqual(Array(2).fill('2016-02'));
});
