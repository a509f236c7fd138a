import { PostgresParkedPayloads } from '@xianjie/messaging';
import type { ReceivedMessage } from '@xianjie/messaging';
import { eventually } from '@xianjie/testing';
import { ProjectorUnderTest } from './parked.fixture';

jest.setTimeout(90_000);

const NAME = '韦小妹';
const ID_NO = '451422199003070021';

describe('what waits in a lane when a person of the household is erased (S-25)', () => {
  let hub: ProjectorUnderTest;
  let good: string;
  let bad: string;

  beforeEach(async () => {
    hub = await ProjectorUnderTest.start();
    ({ good, bad } = hub.households);
    await hub.consume();
  });
  afterEach(() => hub.stop());

  const erase = () => new PostgresParkedPayloads(hub.pool).erase([bad], [NAME, ID_NO]);
  const rowsWith = async (text: string): Promise<number> => {
    const { rows } = await hub.pool.query<{ n: number }>(
      `select count(*)::int as n from messaging.parked_messages one where one::text like any (array[$1, $2])`,
      [`%${text}%`, `%${Buffer.from(text).toString('hex')}%`],
    );
    return rows[0]?.n ?? 0;
  };
  const strangers = async (key: string): Promise<void> => {
    const value = Buffer.from(JSON.stringify({ 姓名: NAME, 证件号码: ID_NO }));
    const headers = { ce_type: 'person', 'x-name': NAME, ce_id: `list-${ID_NO}` };
    await hub.bus.send([{ topic: hub.topics.householdEvents, messages: [{ key, value, headers }] }]);
  };

  it('loses its bytes, and is shown, retried as far as the log goes, and discarded', async () => {
    await hub.lifeOf(bad).begins();
    await strangers(bad);
    await hub.lifeOf(bad).plans(2016);
    await hub.record(bad, hub.unreadable(bad));
    await hub.lifeOf(bad).plans(2018);
    await hub.waits(4);
    // Somebody else's lane, which bears the person all the same.
    await hub.lifeOf(good).begins();
    await strangers(good);
    await hub.waits(5);
    expect([await rowsWith(NAME), await rowsWith(ID_NO)]).toEqual([2, 2]);
    await erase();
    await erase();
    expect([await rowsWith(NAME), await rowsWith(ID_NO)]).toEqual([0, 0]);
    const { rows } = await hub.pool.query('select from messaging.parked_messages where value is not null');
    expect(rows).toEqual([]);

    const [head] = await hub.desk.list({ lane: bad, limit: 10 });
    expect(head).toMatchObject({ code: 'not-an-event', waiting: 4, payloadErasedAt: expect.any(String) });
    await hub.desk.askRetry(head!);
    await hub.keeper.once();
    expect(await hub.desk.find(head!.id)).toMatchObject({ status: 'waiting', code: 'payload-erased', attempts: 1 });
    expect(await hub.discard('of a stranger')).toBe('MessageDiscarded');
    await hub.keeper.once();
    // The plan was applied from the log; what nobody can read there holds the lane up as before.
    expect(await hub.plansOf(bad)).toEqual([2016]);
    expect((await hub.desk.list({ lane: bad, limit: 10 }))[0]).toMatchObject({ code: 'body-unreadable', waiting: 2 });
    const [other] = await hub.desk.list({ lane: good, limit: 10 });
    expect(other).toMatchObject({ code: 'not-an-event', payloadErasedAt: expect.any(String) });
    expect(await hub.discard('of a stranger', good)).toBe('MessageDiscarded');
    expect(await hub.discard('cut off in transit', bad)).toBe('EventRetracted');
    await hub.waits(3);
    await hub.keeper.once();
    await hub.reaches(bad, 5);
    expect(await hub.plansOf(bad)).toEqual([2016, 2018]);
    expect(await hub.desk.counts()).toMatchObject({ lanes: 0, messages: 0 });
    expect((await hub.rebuild()).differences).toEqual([]);
  });

  it('bore no bytes to the topic of parked messages, nor what a stranger put into the key and headers', async () => {
    await strangers(ID_NO);
    await strangers(bad);
    await hub.waits(2);
    const told: ReceivedMessage[] = [];
    const tail = await hub.bus.tail([hub.topics.parked], 100, (message) => told.push(message));
    await hub.keeper.once();
    await eventually(
      'the copies',
      async () => told.length,
      (count) => count === 2,
    );
    await tail.stop();
    for (const { key, value, headers } of told) {
      const all = Buffer.concat([Buffer.from(key), value!, Buffer.from(JSON.stringify(headers))]);
      for (const text of [NAME, ID_NO]) expect(all.includes(Buffer.from(text))).toBe(false);
    }
    const keys = told.map(({ key }) => key);
    expect(keys).toContain(bad);
    expect(keys.find((key) => key !== bad)).toMatch(/^parked-\d+$/);
  });
});
