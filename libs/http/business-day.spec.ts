import { FixedClock, Today, shanghaiDay } from '@xianjie/log';
import { businessDay } from './business-day';

const machineDay = shanghaiDay(new Date().toISOString());
const at = (instant: string) => new Today(new FixedClock(instant));

describe('the business day of an act', () => {
  it('is the hub’s own when none is said, in Asia/Shanghai', async () => {
    expect(await businessDay(at('2017-03-19T15:59:59Z'), undefined)).toBe('2017-03-19');
    expect(await businessDay(at('2017-03-19T16:00:00Z'), undefined)).toBe('2017-03-20');
  });

  it('is any that has come, today included; where a demo has left its clock behind, by the machine’s', async () => {
    for (const day of ['2016-12-31', machineDay] as const) expect(await businessDay(at('2017-03-20T00:00:00Z'), day)).toBe(day);
    expect(await businessDay(at('2998-12-31T16:00:00Z'), '2999-01-01')).toBe('2999-01-01');
  });

  it.each([
    ['2017-03-20T00:00:00Z', '2998-12-31'],
    ['2998-12-30T15:59:59Z', '2998-12-31'],
  ] as const)('is none that has not come: by a clock at %s not %s', async (now, day) =>
    expect(businessDay(at(now), day)).rejects.toMatchObject({ status: 422, code: 'day-in-the-future' }),
  );
});
