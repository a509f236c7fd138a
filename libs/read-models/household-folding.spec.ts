import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import { aHistory, decode, enrolled, granted } from './history.fixture';
import { HouseholdFolding } from './index';

describe('a message that is passed over (S-18)', () => {
  const recorded = async () => {
    const log = new InMemoryEventLog(new FixedClock('2017-01-01T00:00:00Z'));
    const { topic, record } = aHistory(log);
    await record('h-1', enrolled('53012400001', ['p-1']), granted('C1', ['p-1']), granted('C2', ['p-1']));
    const [first, second, third] = topic.map((arrived) => ({ ...arrived, discarded: true }));
    return { folding: new HouseholdFolding(log, decode), first: first!, second: second!, third: third!, topic };
  };

  it('counts as the household’s next version, and nothing is made of it', async () => {
    const { folding, second, topic } = await recorded();
    const before = await folding.after(undefined, topic[0]!);
    const after = await folding.after(before, second);
    expect(after).toEqual({ ...before, version: 2, position: 2 });
  });

  it('does not count while one before it is missing: that one may still come', async () => {
    const { folding, first, third, topic } = await recorded();
    const before = await folding.after(undefined, topic[0]!);
    expect(await folding.after(before, third)).toBeUndefined();
    expect(await folding.after(before, first)).toBeUndefined();
  });

  it('does not count when the log does not hold it', async () => {
    const { folding, second, topic } = await recorded();
    const before = await folding.after(undefined, topic[0]!);
    expect(await folding.after(before, { ...second, eventId: 'e-strange' })).toBeUndefined();
  });
});
