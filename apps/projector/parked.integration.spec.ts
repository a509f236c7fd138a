import { RecordCodec, unframed } from '@xianjie/contracts';
import type { StateRecords } from '@xianjie/contracts';
import type { HouseholdEvent } from '@xianjie/domain';
import type { ReceivedMessage } from '@xianjie/messaging';
import { eventually } from '@xianjie/testing';
import { ProjectorUnderTest, newerSchema } from './parked.fixture';

jest.setTimeout(90_000);

const aPlan: HouseholdEvent = { type: 'ExitPlanned', on: '2016-01-31', targetYear: 2016 };
const parkedCodec = new RecordCodec<StateRecords['ParkedMessage']>('cn.xianjie.state.ParkedMessage');

describe('a household whose event cannot be applied', () => {
  let hub: ProjectorUnderTest;
  let good: string;
  let bad: string;

  beforeEach(async () => {
    hub = await ProjectorUnderTest.start();
    ({ good, bad } = hub.households);
    await hub.consume();
  });
  afterEach(() => hub.stop());

  /** Version 2 of the bad household cannot be read, and 3 and 4 follow it. */
  const poison = async (encoded = hub.unreadable(bad)): Promise<void> => {
    await hub.lifeOf(bad).begins();
    await hub.record(bad, encoded);
    await hub.lifeOf(bad).plans(2017);
    await hub.lifeOf(bad).plans(2018);
  };

  it('waits with its later events, in order, while the others go on; and says so', async () => {
    await hub.lifeOf(good).begins();
    await poison();
    await hub.lifeOf(good).plans(2016);
    await hub.reaches(good, 2);
    await hub.waits(3);
    expect(await hub.versionOf(bad)).toBe(1);
    const [head, ...others] = await hub.desk.list({ limit: 10 });
    expect(others).toEqual([]);
    expect(head).toMatchObject({
      lane: bad,
      code: 'body-unreadable',
      waiting: 3,
      eventType: 'household.exit-planned',
      attempts: 0,
    });
    const lane = await hub.desk.lane(head!);
    expect(lane.map(({ code, eventType }) => [code, eventType])).toEqual([
      ['body-unreadable', 'household.exit-planned'],
      [null, 'household.exit-planned'],
      [null, 'household.exit-planned'],
    ]);
    expect(await hub.desk.counts()).toMatchObject({ lanes: 1, messages: 3 });
  });

  it('is told to the topic of parked messages, once for each that waits and again when it is settled', async () => {
    await poison();
    await hub.waits(3);
    const told: ReceivedMessage[] = [];
    const tail = await hub.bus.tail([hub.topics.parked], 100, (message) => told.push(message));
    await hub.keeper.once();
    await hub.keeper.once();
    await eventually(
      'the copies',
      async () => told.length,
      (count) => count >= 3,
    );
    await hub.discard('cut off in transit');
    // The retraction itself waits behind; it is settled before the topic hears of it.
    await hub.waits(4);
    await hub.keeper.once();
    await eventually(
      'the rest',
      async () => told.length,
      (count) => count >= 7,
    );
    await tail.stop();
    const read = told.map(({ key, value }) => ({ key, ...parkedCodec.decode(unframed(value!).body) }));
    expect(read.map(({ key, status, code }) => [key, status, code])).toEqual([
      [bad, 'waiting', 'body-unreadable'],
      [bad, 'waiting', null],
      [bad, 'waiting', null],
      [bad, 'discarded', 'body-unreadable'],
      [bad, 'applied', null],
      [bad, 'applied', null],
      [bad, 'applied', null],
    ]);
    expect(read[3]).toMatchObject({ discardedBy: 'o-1', reason: 'cut off in transit' });
  });

  it('stays where it is when a retry fails, and applies everything in order once it can be read', async () => {
    await poison(hub.fromTheFuture(bad, 2016));
    await hub.waits(3);
    const [head] = await hub.desk.list({ limit: 10 });
    expect(head).toMatchObject({ code: 'unknown-schema-version' });
    await hub.desk.askRetry(head!);
    await hub.keeper.once();
    expect((await hub.desk.list({ limit: 10 }))[0]).toMatchObject({ id: head!.id, attempts: 1, waiting: 3, retryAskedAt: null });
    // What comes meanwhile waits behind.
    await hub.lifeOf(bad).plans(2019);
    await hub.waits(4);
    // As a newer program would know it.
    hub.codec.learn(newerSchema);
    await hub.desk.askRetry(head!);
    await hub.keeper.once();
    expect(await hub.desk.counts()).toMatchObject({ lanes: 0, messages: 0 });
    expect(await hub.plansOf(bad)).toEqual([2016, 2017, 2018, 2019]);
    expect((await hub.rebuild()).differences).toEqual([]);
    // And it goes on without a lane.
    await hub.lifeOf(bad).plans(2020);
    await hub.reaches(bad, 6);
  });

  it('goes on without the event that an official discards; the log says so, and a rebuild does the same', async () => {
    await poison();
    await hub.waits(3);
    expect((await hub.rebuild()).differences).toEqual([]);
    expect(await hub.discard('cut off in transit')).toBe('EventRetracted');
    // Said again, it is recorded once.
    expect(await hub.discard('again')).toBe('EventRetracted');
    await hub.keeper.once();
    await hub.reaches(bad, 5);
    expect(await hub.plansOf(bad)).toEqual([2017, 2018]);
    const recorded = (await hub.log.read(bad)).map(({ type, source }) => [type, source]);
    expect(recorded.at(-1)).toEqual(['household.event-retracted', 'official:o-1']);
    expect(recorded).toHaveLength(5);
    expect(await hub.rebuild(false)).toMatchObject({ differences: [], swapped: true });
    expect(await hub.plansOf(bad)).toEqual([2017, 2018]);
    expect(await hub.desk.counts()).toMatchObject({ lanes: 0, messages: 0 });
  });

  it('is not parked or folded twice when everything is delivered again, before and after it was settled', async () => {
    await hub.lifeOf(good).begins();
    await poison();
    await hub.waits(3);
    await hub.fromTheBeginning();
    await hub.lifeOf(good).plans(2016);
    await hub.reaches(good, 2);
    expect(await hub.desk.counts()).toMatchObject({ lanes: 1, messages: 3 });
    await hub.discard('cut off in transit');
    await hub.keeper.once();
    await hub.reaches(bad, 5);
    await hub.pool.query('truncate views.household, views.poverty_registry, views.dibao_registry, views.person_span');
    await hub.fromTheBeginning();
    await hub.reaches(bad, 5);
    await hub.reaches(good, 2);
    expect(await hub.plansOf(bad)).toEqual([2017, 2018]);
    expect(await hub.desk.counts()).toMatchObject({ lanes: 0, messages: 0 });
  });

  it('parks, settles and moves its offset together: a connection that breaks in the middle leaves nothing half done', async () => {
    const { pool } = hub;
    await pool.query('create sequence public.breaks');
    await pool.query(`create function break_once() returns trigger language plpgsql as $$
      begin perform nextval('public.breaks'); perform pg_terminate_backend(pg_backend_pid()); return new; end $$`);
    // The last thing that the transaction does is the one that breaks.
    await pool.query(
      'create trigger breaks before insert on messaging.parked_messages for each row execute function break_once()',
    );
    const crashed: Error[] = [];
    await hub.consume((fault) => crashed.push(fault));
    await poison();
    await eventually(
      'the third break',
      async () => Number((await pool.query<{ n: string }>('select last_value as n from public.breaks')).rows[0]?.n),
      (count) => count >= 3,
    );
    expect(await hub.desk.counts()).toMatchObject({ messages: 0 });
    await pool.query('drop trigger breaks on messaging.parked_messages');
    // It was tried again all the time, and goes on by itself.
    await hub.waits(3);
    expect(crashed).toEqual([]);
    // The same while a lane is settled.
    await hub.discard('cut off in transit');
    await pool.query(
      'create trigger breaks before update on messaging.parked_messages for each row execute function break_once()',
    );
    await expect(hub.keeper.once()).rejects.toMatchObject({ code: 'views-unavailable', retryable: true });
    expect(await hub.versionOf(bad)).toBe(1);
    await pool.query('drop trigger breaks on messaging.parked_messages');
    await hub.waits(4);
    await hub.keeper.once();
    await hub.reaches(bad, 5);
    expect(await hub.plansOf(bad)).toEqual([2017, 2018]);
  });

  it('is not one whose event is only of a type to come: that is counted, kept by the log, and a rebuild says the same', async () => {
    await hub.lifeOf(good).begins();
    await hub.record(good, { ...hub.codec.encode(aPlan, { householdId: good, county: '530124' }), type: 'household.teleported' });
    await hub.lifeOf(good).plans(2017);
    await hub.reaches(good, 3);
    expect(await hub.plansOf(good)).toEqual([2017]);
    expect((await hub.rebuild()).differences).toEqual([]);
    expect((await hub.log.read(good)).map(({ type }) => type)).toContain('household.teleported');
    expect(await hub.desk.counts()).toMatchObject({ messages: 0 });
  });

  it('is parked alone when the views refuse a value of it, though others came in the same batch', async () => {
    await hub.lifeOf(bad).begins();
    await hub.lifeOf(good).begins();
    await hub.record(bad, { type: 'ExitNotAchieved', on: '2016-12-31', targetYear: 2016, reason: 'a NUL: \0' });
    await hub.lifeOf(good).plans(2016);
    await hub.reaches(good, 2);
    await hub.waits(1);
    expect(await hub.versionOf(bad)).toBe(1);
    expect((await hub.desk.list({ limit: 10 }))[0]).toMatchObject({ lane: bad, code: 'event-not-applicable' });
    expect(await hub.discard('a damaged text')).toBe('EventRetracted');
    await hub.waits(2);
    await hub.keeper.once();
    await hub.reaches(bad, 3);
  });

  it('holds up nobody when a message is none of the hub’s; discarding it is recorded on the hub’s own stream', async () => {
    await hub.lifeOf(bad).begins();
    await hub.reaches(bad, 1);
    const garbage = { key: bad, value: Buffer.from('no prefix, no event'), headers: {} };
    const forged = {
      ...garbage,
      key: good,
      headers: { ce_id: 'x', ce_type: 'household.teleported', xianjie_version: '1', xianjie_position: '53:1' },
    };
    await hub.bus.send([{ topic: hub.topics.householdEvents, messages: [garbage, forged] }]);
    await hub.lifeOf(bad).plans(2016);
    await hub.lifeOf(good).begins();
    await hub.waits(4);
    const codes = Object.fromEntries((await hub.desk.list({ limit: 10 })).map(({ lane, code }) => [lane, code]));
    expect(codes).toEqual({ [bad]: 'not-an-event', [good]: 'event-not-in-log' });
    expect(await hub.discard('not ours')).toBe('MessageDiscarded');
    await hub.keeper.once();
    expect(await hub.discard('not ours either')).toBe('MessageDiscarded');
    await hub.keeper.once();
    await hub.reaches(bad, 2);
    await hub.reaches(good, 1);
    expect((await hub.log.read('discarded-messages-53')).map(({ type }) => type)).toEqual([
      'message.discarded',
      'message.discarded',
    ]);
    await hub.fromTheBeginning();
    await hub.lifeOf(bad).plans(2017);
    await hub.lifeOf(good).plans(2016);
    await hub.reaches(bad, 3);
    await hub.reaches(good, 2);
    expect(await hub.desk.counts()).toMatchObject({ lanes: 0, messages: 0 });
  });
});
