import type { LocalDate } from '@xianjie/domain';
import { FixedClock, InMemoryEventLog, LogUnavailable } from '@xianjie/log';
import { v7 } from 'uuid';
import { COUNTY, register } from './county.fixture';
import type { ExitLists } from './exit-lists';
import { KeepDeadlines } from './keep-deadlines';
import { anOffice } from './office.fixture';
import { acknowledge, delivered, of } from './stages.fixture';

describe('the deadlines of the March list', () => {
  const clock = new FixedClock('2017-01-01T00:00:00Z');
  const { lists } = anOffice(new InMemoryEventLog(clock));
  const deadlines = new KeepDeadlines(lists);
  const on = (day: string) => {
    clock.set(`${day}T00:00:00Z`);
    return deadlines.on(day as LocalDate, [COUNTY]);
  };

  it('open last year’s list on the first day of January, once', async () => {
    expect(await on('2017-01-01')).toEqual({ opened: 1, overdue: 0, escalated: 0 });
    expect((await lists.summary({ county: COUNTY, year: 2016 })).list).toMatchObject({ openedOn: '2017-01-01' });
    expect(await on('2017-01-01')).toEqual({ opened: 0, overdue: 0, escalated: 0 });
  });

  it('flag a list that was not delivered by 31 March, on the first day too late and never again (CR-28)', async () => {
    expect(await on('2017-03-31')).toMatchObject({ overdue: 0 });
    expect(await on('2017-04-01')).toMatchObject({ overdue: 1 });
    expect(await on('2017-04-02')).toMatchObject({ overdue: 0 });
    expect((await lists.summary({ county: COUNTY, year: 2016 })).list.overdueOn).toBe('2017-04-01');
  });
});

describe('a county whose log can no longer be read', () => {
  it('holds up no other county’s deadlines, and is told', async () => {
    const log = new InMemoryEventLog(new FixedClock('2017-01-01T00:00:00Z'));
    const { lists, vault } = anOffice(log);
    const { householdId } = await register(log, vault);
    const [enrolled] = await log.read(householdId);
    const altered = { ...enrolled!, id: v7(), body: Buffer.from('ff', 'hex') };
    const streams = [{ stream: householdId, expectedVersion: 2, events: [altered] }];
    await log.append({ shard: '53', commandId: v7(), streams });
    await expect(new KeepDeadlines(lists).on('2017-01-01', [COUNTY, '530111'])).rejects.toMatchObject({
      code: 'body-unreadable',
    });
    expect((await lists.summary({ county: '530111', year: 2016 })).list).toMatchObject({ openedOn: '2017-01-01' });
  });
});

it('a log that is away is told at once: no other county could be kept either', async () => {
  const asked: string[] = [];
  const lists = {
    summary: ({ county }: { county: string }) => {
      asked.push(county);
      return Promise.reject(new LogUnavailable('away'));
    },
  };
  const deadlines = new KeepDeadlines(lists as unknown as ExitLists);
  await expect(deadlines.on('2017-01-01', [COUNTY, '530111'])).rejects.toBeInstanceOf(LogUnavailable);
  expect(asked).toEqual([COUNTY]);
});

describe('the tasks of a dispatched list', () => {
  it('are escalated on the first day after their due day, once each (CR-29)', async () => {
    const office = await delivered();
    await acknowledge(office);
    await office.lists.dispatch({ ...of, on: '2017-04-01', by: 'u-civil' });
    const { items } = (await office.lists.summary(of)).list;
    const dueOn = items[0]?.dueOn as LocalDate;
    const dayAfter = new Date(Date.parse(dueOn) + 86_400_000).toISOString().slice(0, 10) as LocalDate;
    const deadlines = new KeepDeadlines(office.lists);
    expect(await deadlines.on(dueOn, [COUNTY])).toMatchObject({ escalated: 0 });
    expect(await deadlines.on(dayAfter, [COUNTY])).toMatchObject({ escalated: items.length });
    expect(await deadlines.on(dayAfter, [COUNTY])).toMatchObject({ escalated: 0 });
  }, 30_000);

  it('are escalated for three years', async () => {
    const office = await delivered();
    await acknowledge(office);
    await office.lists.dispatch({ ...of, on: '2017-04-01', by: 'u-civil' });
    const deadlines = new KeepDeadlines(office.lists);
    expect(await deadlines.on('2020-01-01', [COUNTY])).toMatchObject({ escalated: 0 });
    expect(await deadlines.on('2019-12-31', [COUNTY])).toMatchObject({ escalated: 2 });
  }, 30_000);
});
