import type { HouseholdCommand } from '@xianjie/domain';
import { LogUnavailable, StreamMovedOn } from '@xianjie/log';
import { v7 } from 'uuid';
import { Desk, aCase, aRegistration, villager } from './casework.fixture';
import { failing } from './failing-log.fixture';
import { officialsAt } from './officials.fixture';

const [wei, huang] = [villager('韦大山', 1), villager('黄秀英', 2)];
const accountability = { investigator: 'u-1', reviewer: 'u-2', signatory: 'u-3' };
const suspend: HouseholdCommand = {
  ...{ type: 'Suspend', on: '2017-01-10', caseKey: '451422/RURAL/9/2016-01', reason: '核对中', effectiveMonth: '2017-02' },
  accountability,
};
const retract = (ofEvent: string): HouseholdCommand => ({ type: 'Retract', on: '2017-01-12', ofEvent, reason: '误操作' });

const aDesk = async () => {
  const desk = new Desk();
  const [heard] = await desk.hearInTurn([aRegistration('1', [wei]), aCase('9', [wei])]);
  const household = heard!.household!;
  const recorded = (of = household) => desk.parts.log.read(of);
  const asked = (command: HouseholdCommand, said: { of?: string; digest?: string; commandId?: string } = {}) => ({
    ...{ household: said.of ?? household, command, commandId: said.commandId ?? v7(), actor: 'u-3', token: 'office' },
    ...(said.digest && { digest: said.digest }),
  });
  const take = async (...[command, said]: Parameters<typeof asked>) => (await officialsAt(desk)).take(asked(command, said));
  return { desk, household, recorded, asked, take };
};

describe('the answer to a decision', () => {
  it('says at which version and position the household now is, and by whom it was decided', async () => {
    const { desk, household, recorded, take } = await aDesk();
    const { number } = await desk.parts.log.head('45');
    const { length } = await recorded();
    expect(await take(suspend)).toEqual({
      ...{ outcome: 'accepted', household, version: length + 1, events: 1, position: `45:${number + 1}` },
    });
    expect((await recorded()).at(-1)).toMatchObject({ source: 'official:u-3?token=office', county: '451422' });
  });

  it('says so where there was nothing to record', async () => {
    const { household, recorded, take } = await aDesk();
    await take(suspend);
    const { length } = await recorded();
    expect(await take(suspend)).toEqual({ outcome: 'accepted', household, version: length, events: 0, position: null });
  });

  it('is the first one under the same command id, by the name of the household that took it', async () => {
    const { desk, take } = await aDesk();
    const [provisional] = await desk.hear(aCase('8', [huang]));
    const of = provisional!.household!;
    const command = { ...suspend, caseKey: '451422/RURAL/8/2016-01' } as HouseholdCommand;
    const first = await take(command, { of, commandId: 'once', digest: 'a' });
    const [home] = await desk.hear(aRegistration('1', [wei, huang], { asOf: '2016-04-30' }));
    expect(await take(command, { of, commandId: 'once', digest: 'a' })).toEqual(first);
    expect(await take(command, { of, commandId: 'once', digest: 'b' })).toEqual({
      ...{ outcome: 'refused', because: 'idempotency-key-reused' },
    });
    // Asked under the household's new name, it is still the old one's answer.
    expect(await take(command, { of: home!.household!, commandId: 'once' })).toMatchObject({ household: of, events: 1 });
  });

  it('holds for any digest where the first asked with none', async () => {
    const { take } = await aDesk();
    const first = await take(suspend, { commandId: 'once' });
    expect(await take(suspend, { commandId: 'once', digest: 'b' })).toEqual(first);
  });

  it('is that nobody is known under a stream that is no household’s', async () => {
    const { take } = await aDesk();
    for (const stranger of ['exit-list-451422-2016', 'h-nobody'])
      expect(await take(suspend, { of: stranger })).toEqual({ outcome: 'refused', because: 'unknown-household' });
  });

  it('waits for others who were first, four times, and for no other fault', async () => {
    const { desk, household, asked } = await aDesk();
    const take = async (...faults: Error[]) => {
      const { log, tried } = failing(desk.parts.log, ...faults);
      const officials = await officialsAt(new Desk({ ...desk.parts, log }));
      return [await officials.take(asked(suspend)).catch((fault: Error) => fault), tried()] as const;
    };
    const [moved, defect] = [new StreamMovedOn(household, 1, 2), new TypeError('a defect')];
    expect(await take(...Array<Error>(5).fill(moved))).toEqual([moved, 5]);
    expect(await take(defect)).toEqual([defect, 1]);
    expect(await take(moved, new LogUnavailable('away'), moved, moved)).toMatchObject([{ outcome: 'accepted', events: 1 }, 5]);
  });
});

describe('what an official takes back', () => {
  it('is a correction, as is a case’s; any other decision is a change', async () => {
    const { recorded, take } = await aDesk();
    await take(suspend);
    await take(retract((await recorded()).at(-1)!.id));
    expect((await recorded()).slice(-2).map(({ type, origin }) => [type, origin])).toEqual([
      ['dibao.suspended', 'change'],
      ['household.event-retracted', 'correction'],
    ]);
  });

  it('takes with it what followed: a link, and a difference found by it', async () => {
    const { desk, household, recorded, take } = await aDesk();
    const enrolled = (await recorded()).find(({ type }) => type === 'dibao.enrolled')!;
    await take(retract(enrolled.id));
    const { state } = await desk.file(household);
    expect([Object.keys(state.cases), state.links]).toEqual([[], []]);
    expect(Object.values(state.differences).filter(({ caseKey }) => caseKey !== null)).toEqual([]);
  });

  it('may be an event that this program cannot read (S-18)', async () => {
    const { desk, household, recorded, take } = await aDesk();
    const before = await recorded();
    const events = [{ ...before.at(-1)!, id: v7(), type: 'household.renamed-by-a-later-version' }];
    const streams = [{ stream: household, expectedVersion: before.length, events }];
    await desk.parts.log.append({ shard: '45', commandId: v7(), streams });
    expect(await take(retract(events[0]!.id))).toMatchObject({ outcome: 'accepted', events: 1 });
  });

  it('is neither half of a split, nor the retraction of one', async () => {
    const desk = new Desk();
    const both = aCase('9', [wei, huang], { headName: huang.name });
    const heard = await desk.hearInTurn([both, aRegistration('1', [wei]), aRegistration('2', [huang])]);
    const of = heard[1]!.household!;
    const split = (await desk.parts.log.read(of)).find(({ type }) => type === 'household.split')!;
    const officials = await officialsAt(desk);
    expect(await officials.take({ household: of, command: retract(split.id), commandId: v7(), actor: 'u-3' })).toEqual({
      ...{ outcome: 'refused', because: 'event-of-two-households' },
    });
  });
});
