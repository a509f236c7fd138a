import { StreamMovedOn } from '@xianjie/log';
import { MessageEventCodec } from '@xianjie/contracts';
import { v7 } from 'uuid';
import { Desk, aRegistration, villager } from './casework.fixture';
import { DiscardMessage } from './discard-message';
import type { DiscardAsked } from './discard-message';
import { failing } from './failing-log.fixture';

const wei = villager('韦大山', 1);

const aDesk = async () => {
  const desk = new Desk();
  const planned = aRegistration('1', [wei], { asOf: '2016-06-30', status: 'PLANNED', plannedYear: 2016 });
  const [first] = await desk.hearInTurn([aRegistration('1', [wei]), planned]);
  const household = first!.household!;
  const recorded = () => desk.parts.log.read(household);
  const newest = (await recorded()).at(-1)!;
  const parked: DiscardAsked = {
    ...{ id: 'k-1', consumer: 'views', lane: household, topic: 'xianjie.household.events', partition: 3, offset: '41' },
    ...{ eventId: newest.id, code: 'body-unreadable', reason: '坏了', by: 'u-3', token: 'office', on: '2016-07-01', shard: '45' },
  };
  const discarding = new DiscardMessage(desk.parts.log, desk.parts.codec);
  return { desk, household, recorded, newest, parked, discarding };
};

describe('discarding a parked message (S-18)', () => {
  it('that is an event of the log takes it back in its household, in the name of the official', async () => {
    const { desk, household, recorded, newest, parked, discarding } = await aDesk();
    const before = (await recorded()).length;
    const { number } = newest.position;
    expect(await discarding.discard(parked)).toEqual({ recordedAs: 'EventRetracted', position: `45:${number + 1}` });
    expect((await recorded()).slice(before)).toMatchObject([
      {
        ...{ type: 'household.event-retracted', origin: 'correction', county: '451422', effectiveOn: '2016-07-01' },
        source: 'official:u-3?token=office',
      },
    ]);
    expect((await desk.file(household)).state.registration).toMatchObject({ status: 'POOR' });
  });

  it('again gives the first answer, and after the event was taken back otherwise records nothing', async () => {
    const { recorded, parked, discarding } = await aDesk();
    const first = await discarding.discard(parked);
    const { length } = await recorded();
    expect(await discarding.discard({ ...parked, id: 'k-2' })).toEqual({ recordedAs: 'EventRetracted', position: null });
    expect(await recorded()).toHaveLength(length);
    expect(first.position).not.toBeNull();
  });

  it('that can no longer be read takes it back unread', async () => {
    const { desk, household, recorded, newest, parked, discarding } = await aDesk();
    const broken = { ...newest, id: v7(), body: Buffer.from('ff', 'hex') };
    const expectedVersion = (await recorded()).length;
    const streams = [{ stream: household, expectedVersion, events: [broken] }];
    await desk.parts.log.append({ shard: '45', commandId: v7(), streams });
    await expect(desk.file(household)).rejects.toMatchObject({ code: 'body-unreadable' });
    await discarding.discard({ ...parked, eventId: broken.id });
    expect((await desk.file(household)).state.registration).toMatchObject({ status: 'PLANNED' });
  });

  it.each([
    ['of no household', { lane: 'partition-3' }],
    ['that the household’s stream does not hold', { eventId: v7() }],
    ['without an event', { eventId: null }],
  ])('%s is passed over by an event of the hub’s own, once', async (_, said) => {
    const { desk, recorded, parked, discarding } = await aDesk();
    const before = (await recorded()).length;
    const first = await discarding.discard({ ...parked, ...said });
    const { number } = await desk.parts.log.head('45');
    expect(first).toEqual({ recordedAs: 'MessageDiscarded', position: `45:${number}` });
    expect(await discarding.discard({ ...parked, ...said })).toEqual(first);
    expect(await recorded()).toHaveLength(before);
    const event = (await desk.parts.log.answerTo('discard:k-1'))!;
    const [stream] = Object.keys(event.versions);
    const [discarded] = await desk.parts.log.read(stream!);
    expect(discarded).toMatchObject({ origin: 'change', county: '450000', source: 'official:u-3?token=office' });
    expect(new MessageEventCodec().decode(discarded!)).toEqual({
      ...{ type: 'MessageDiscarded', on: '2016-07-01', consumer: 'views', lane: { ...parked, ...said }.lane },
      ...{ topic: parked.topic, partition: 3, offset: 41, code: 'body-unreadable', reason: '坏了', discardedBy: 'u-3' },
    });
  });

  it('of a fault that had no code says so, and each follows the one before', async () => {
    const { desk, parked, discarding } = await aDesk();
    for (const id of ['k-1', 'k-2']) await discarding.discard({ ...parked, id, lane: 'p-3', code: null });
    const [stream] = Object.keys((await desk.parts.log.answerTo('discard:k-2'))!.versions);
    const codec = new MessageEventCodec();
    expect((await desk.parts.log.read(stream!)).map((event) => codec.decode(event).code)).toEqual(['unknown', 'unknown']);
  });

  it('is tried five times when others are first, and once when it is another fault', async () => {
    const { desk, parked, recorded, household } = await aDesk();
    const discard = async (...faults: Error[]) => {
      const { log, tried } = failing(desk.parts.log, ...faults);
      const answer = await new DiscardMessage(log, desk.parts.codec).discard(parked).catch((fault: Error) => fault);
      return [answer, tried()] as const;
    };
    const moved = new StreamMovedOn(household, 2, 3);
    expect(await discard(...Array<Error>(5).fill(moved))).toEqual([moved, 5]);
    const defect = new TypeError('a defect');
    expect(await discard(defect)).toEqual([defect, 1]);
    const { length } = await recorded();
    expect(await discard(...Array<Error>(4).fill(moved))).toMatchObject([{ recordedAs: 'EventRetracted' }, 5]);
    expect(await recorded()).toHaveLength(length + 1);
  });
});
