import { FixedClock } from './fixed-clock';
import { endOfShanghaiDay, shanghaiDay, startOfShanghaiDay, Today } from './today';

describe('a day in Shanghai', () => {
  it('begins at 16:00 of the day before in UTC, and ends a millisecond before the next', () => {
    expect([startOfShanghaiDay('2017-01-01'), endOfShanghaiDay('2017-01-01')]).toEqual([
      ...['2016-12-31T16:00:00.000Z', '2017-01-01T15:59:59.999Z'],
    ]);
    const instants = [
      '2016-12-31T15:59:59.999Z',
      '2016-12-31T16:00:00.000Z',
      '2017-01-01T15:59:59.999Z',
      '2017-01-01T16:00:00.000Z',
    ];
    expect(instants.map(shanghaiDay)).toEqual(['2016-12-31', '2017-01-01', '2017-01-01', '2017-01-02']);
  });
  it('is today by the hub’s clock', async () => {
    expect(await new Today(new FixedClock('2016-12-31T15:59:59.999Z')).date()).toBe('2016-12-31');
    expect(await new Today(new FixedClock('2016-12-31T16:00:00.000Z')).date()).toBe('2017-01-01');
  });
});
