import { v7 } from 'uuid';
import { Desk, aCase, aRegistration, villager } from './casework.fixture';
import { HouseholdReader } from './household-reader';
import { officialsAt } from './officials.fixture';

const [wei, huang] = [villager('韦大山', 1), villager('黄秀英', 2)];

/** Registered in March; in June the plan to leave; the case of somebody who is registered with them from July on. */
const aDesk = async () => {
  const desk = new Desk();
  const [first] = await desk.hearInTurn([
    aRegistration('1', [wei]),
    aRegistration('1', [wei], { asOf: '2016-06-30', status: 'PLANNED', plannedYear: 2016 }),
  ]);
  const reader = new HouseholdReader(desk.parts.log, desk.parts.codec);
  const household = first!.household!;
  return { desk, reader, household, recorded: await desk.parts.log.read(household) };
};

describe('a household read from the log', () => {
  it('is as it was known at a position, with the version that it had', async () => {
    const { reader, household, recorded } = await aDesk();
    const [enrolled] = recorded;
    const then = (await reader.load(household, { upTo: enrolled!.position.number }))!;
    expect(then).toMatchObject({ asked: household, id: household, version: 1, state: { registration: { status: 'POOR' } } });
    const now = (await reader.load(household))!;
    expect(now).toMatchObject({ version: recorded.length, state: { registration: { status: 'PLANNED' } } });
  });

  it('is nobody yet at a position before its first event, and unknown when nobody ever wrote to it', async () => {
    const { desk, reader } = await aDesk();
    const [later] = await desk.hear(aRegistration('2', [huang]));
    expect(await reader.load(later!.household!, { upTo: 1 })).toMatchObject({
      ...{ asked: later!.household, id: later!.household, version: 0, state: { registration: null, cases: {} } },
    });
    expect([await reader.load('h-nobody'), await reader.load('h-nobody', { upTo: 1 })]).toEqual([null, null]);
    expect(await reader.load('exit-list-450000-2016')).toBeNull();
  });

  it('is as effective on a day: facts of later days are not in it, what was taken back never was (S-9)', async () => {
    const { desk, reader, household, recorded } = await aDesk();
    const on = async (effectiveOn: '2016-06-29' | '2016-06-30') =>
      (await reader.load(household, { effectiveOn }))!.state.registration!.status;
    expect([await on('2016-06-29'), await on('2016-06-30')]).toEqual(['POOR', 'PLANNED']);
    const command = { type: 'Retract', on: '2016-08-01', ofEvent: recorded.at(-1)!.id, reason: '误报' } as const;
    await (await officialsAt(desk)).take({ household, command, commandId: v7(), actor: 'u-3' });
    expect(await on('2016-06-30')).toBe('POOR');
  });

  it('goes on under the id into which it merged', async () => {
    const { desk, reader, household } = await aDesk();
    const [provisional] = await desk.hear(aCase('9', [huang]));
    await desk.hear(aRegistration('1', [wei, huang], { asOf: '2016-07-31', status: 'PLANNED', plannedYear: 2016 }));
    const read = (await reader.load(provisional!.household!))!;
    expect(read).toMatchObject({ asked: provisional!.household, id: household });
    expect([Object.keys(read.state.cases), read.version]).toEqual([
      ['451422/RURAL/9/2016-01'],
      (await desk.parts.log.read(household)).length,
    ]);
  });
});

describe('the history of a household', () => {
  it('is its own stream, each event with where, when and from whom it was recorded', async () => {
    const { reader, household, recorded } = await aDesk();
    expect(await reader.history(household)).toEqual(
      recorded.map(({ position, version, id, type, effectiveOn, recordedAt, origin, source, county }) => ({
        ...{ position: `45:${position.number}`, version, id, type, effectiveOn, recordedAt, origin, source, county },
        event: expect.objectContaining({ on: effectiveOn }),
      })),
    );
    expect(await reader.history('exit-list-450000-2016')).toEqual([]);
  });

  it('ends at a position, and leaves out facts of later days but no retraction (S-9)', async () => {
    const { desk, reader, household, recorded } = await aDesk();
    const types = async (...moment: Parameters<HouseholdReader['history']>[1][]) =>
      (await reader.history(household, ...moment)).map(({ type }) => type);
    expect(await types({ upTo: recorded[0]!.position.number })).toEqual(['household.enrolled']);
    expect(await types({ effectiveOn: '2016-06-29' })).toEqual(['household.enrolled']);
    const command = { type: 'Retract', on: '2016-08-01', ofEvent: recorded.at(-1)!.id, reason: '误报' } as const;
    await (await officialsAt(desk)).take({ household, command, commandId: v7(), actor: 'u-3' });
    expect(await types({ effectiveOn: '2016-06-29' })).toEqual(['household.enrolled', 'household.event-retracted']);
  });

  it('shows an event that this program does not know, without what it says', async () => {
    const { desk, reader, household, recorded } = await aDesk();
    const { id: _, ...unknown } = { ...recorded[0]!, type: 'household.renamed-by-a-later-version' };
    const events = [{ ...unknown, id: v7() }];
    const streams = [{ stream: household, expectedVersion: recorded.length, events }];
    await desk.parts.log.append({ shard: '45', commandId: v7(), streams });
    expect((await reader.history(household)).at(-1)).toMatchObject({ type: unknown.type, event: null });
    expect(await reader.history(household, { effectiveOn: '2010-01-01' })).toEqual([]);
  });
});
