import { overlapAnswer } from './overlap-answer';

const rates = (registry: number, dibao: number, both: number) => {
  const { shareOfDibao, shareOfRegistry } = overlapAnswer('43', '2015-12-31', { registry, dibao, both });
  return [shareOfDibao, shareOfRegistry];
};

describe('the rates of an overlap', () => {
  it('are those that Hunan and Guangxi told (HN-2, GX-2)', () => {
    expect(rates(4_450_000, 2_993_000, 2_035_000)).toEqual([67.99, 45.73]);
    expect(rates(4_520_000, 2_920_000, 1_030_000)).toEqual([35.27, 22.79]);
  });

  it('are rounded half up to hundredths of a percent', () => {
    expect(rates(3, 8_000, 2)).toEqual([0.03, 66.67]);
    expect(rates(20_000, 20_000, 1)).toEqual([0.01, 0.01]);
    expect(rates(20_001, 1, 1)).toEqual([100, 0]);
  });

  it('are none where nobody is counted', () => expect(rates(0, 0, 0)).toEqual([null, null]));
});
