import { join } from 'node:path';
import { projectRoot } from '@xianjie/infrastructure';
import type { HouseholdCommand } from '@xianjie/domain';
import { v7 } from 'uuid';
import { householdEventsOf } from './case-files';
import { Desk, aCase, aRegistration, absent, villager } from './casework.fixture';
import { officialsAt } from './officials.fixture';
import { PolicyBook } from './policy-book';
import { readPolicies } from './policy-packs';
import { TakeDecision } from './take-decision';

const wei = villager('韦大山', 1);
const caseKey = '451422/RURAL/9/2016-01';
const accountability = { investigator: 'u-1', reviewer: 'u-2', signatory: 'u-3' };

const aDesk = async () => {
  const desk = new Desk();
  const exited = aRegistration('1', [wei], { status: 'EXITED', exitYear: 2016, exitOn: '2016-11-15', asOf: '2016-12-31' });
  const [, heard] = await desk.hearInTurn([exited, aCase('9', [wei])]);
  const decisions = await officialsAt(desk);
  const take = (command: HouseholdCommand, commandId = v7()) =>
    decisions.take({ household: heard!.household!, command, commandId, actor: 'u-3' });
  return { desk, take, household: heard!.household!, decisions };
};
const suspend: HouseholdCommand = {
  type: 'Suspend',
  on: '2017-01-10',
  caseKey,
  reason: '核对中',
  effectiveMonth: '2017-02',
  accountability,
};

describe('an official decides', () => {
  it('under the rules of the county that pays the case, wherever its household is registered (YN-24)', async () => {
    const desk = new Desk();
    const exited = aRegistration('1', [wei], { status: 'EXITED', exitYear: 2016, exitOn: '2016-11-15', asOf: '2016-12-31' });
    const elsewhere = { county: '451421', division: '451421100001', recordKey: '451421/RURAL/9' } as const;
    const [heard] = await desk.hearInTurn([exited, aCase('9', [wei], elsewhere)]);
    const layers = (await readPolicies(join(projectRoot(), 'policies'))).map(({ layer }) => layer);
    const none = { transition: null };
    const strict = {
      id: 'fusui',
      version: '1',
      title: '-',
      source: '-',
      validFrom: '2016-01-01',
      validTo: null,
      rules: none,
    } as const;
    const command: HouseholdCommand = {
      ...{ type: 'StartTransition', on: '2017-01-10', caseKey: '451421/RURAL/9/2016-01', anchorDate: '2017-01-10' },
      ...{ lengthMonths: 6, reviewId: null, accountability },
    };
    const takenWith = (division: string) =>
      new TakeDecision(desk.parts.log, desk.parts.codec, new PolicyBook([...layers, { ...strict, division }])).take({
        ...{ household: heard!.household!, command, commandId: v7(), actor: 'u-3' },
      });
    expect(await takenWith('451421')).toEqual({ outcome: 'refused', because: 'transition-not-allowed' });
    expect(await takenWith('451422')).toMatchObject({ outcome: 'accepted' });
  });

  it('to take an event back once: again changes nothing, and taking back the first gives it back (S-9)', async () => {
    const { desk, take, household } = await aDesk();
    await take(suspend);
    const ids = async () => (await desk.parts.log.read(household)).map(({ id }) => id);
    const ofEvent = (await ids()).at(-1)!;
    const retract = (of: string): HouseholdCommand => ({ type: 'Retract', on: '2017-01-12', ofEvent: of, reason: '误操作' });
    await take(retract(ofEvent));
    const retraction = (await ids()).at(-1)!;
    expect(await take(retract(ofEvent))).toMatchObject({ outcome: 'accepted', events: 0 });
    await take(retract(retraction));
    expect(Object.values((await desk.file(household)).state.cases)).toMatchObject([{ status: 'SUSPENDED' }]);
  });

  it('and it is recorded, with who it was', async () => {
    const { desk, take, household } = await aDesk();
    expect(await take(suspend)).toMatchObject({ outcome: 'accepted', household, events: 1 });
    expect((await desk.parts.log.read(household)).at(-1)).toMatchObject({
      type: 'dibao.suspended',
      source: 'official:u-3',
      origin: 'change',
    });
  });

  it('the same command again gives the first answer and records nothing', async () => {
    const { desk, take, household } = await aDesk();
    const first = await take(suspend, 'once');
    expect(await take(suspend, 'once')).toEqual(first);
    expect((await desk.events(household)).filter(({ type }) => type === 'DibaoSuspended')).toHaveLength(1);
  });

  it('two decisions at once under one command id: one is taken, and the other is told that the id is used (S-15)', async () => {
    const { take, desk, household, decisions } = await aDesk();
    const asked = { household, actor: 'u-3', commandId: 'once' };
    const answers = await Promise.all([
      decisions.take({ ...asked, command: suspend, digest: 'a' }),
      decisions.take({ ...asked, command: { ...suspend, reason: '失联' }, digest: 'b' }),
    ]);
    expect(answers.map((answer) => (answer.outcome === 'refused' ? answer.because : answer.outcome)).sort()).toEqual([
      ...['accepted', 'idempotency-key-reused'],
    ]);
    expect((await desk.events(household)).filter(({ type }) => type === 'DibaoSuspended')).toHaveLength(1);
    expect(await take(suspend, 'once')).toMatchObject({ outcome: 'accepted' });
  });

  it('is refused where the policy in force does: no withdrawal because of a poverty exit alone (CR-12)', async () => {
    const { take } = await aDesk();
    const withdraw: HouseholdCommand = {
      type: 'Withdraw',
      on: '2017-01-10',
      caseKey,
      reason: 'POVERTY_EXIT',
      stoppedFrom: '2017-02',
      reviewId: null,
      accountability,
    };
    expect(await take(withdraw)).toMatchObject({ outcome: 'refused' });
  });

  it('may enter a transition of 6 to 12 months in Guangxi (GX-14, CR-10)', async () => {
    const { take } = await aDesk();
    const start = (lengthMonths: number): HouseholdCommand => ({
      type: 'StartTransition',
      on: '2017-01-10',
      caseKey,
      anchorDate: '2017-01-10',
      lengthMonths,
      reviewId: null,
      accountability,
    });
    expect(await take(start(14))).toEqual({ outcome: 'refused', because: 'transition-length-outside-policy' });
    expect(await take(start(12))).toMatchObject({ outcome: 'accepted' });
  });

  it('about a household that nobody knows, or an event that is not in its stream, is told so', async () => {
    const { take, decisions } = await aDesk();
    expect(await decisions.take({ household: 'h-nobody', command: suspend, commandId: v7(), actor: 'u-3' })).toEqual({
      outcome: 'refused',
      because: 'unknown-household',
    });
    expect(await take({ type: 'Retract', on: '2017-01-10', ofEvent: v7(), reason: 'by mistake' })).toEqual({
      outcome: 'refused',
      because: 'unknown-event',
    });
  });

  it('and the decision goes with the case when a registration claims it (S-10, S-13)', async () => {
    const desk = new Desk();
    const head = villager('韦大海', 2);
    const [, heard] = await desk.hearInTurn([aRegistration('1', [head]), aCase('9', [wei])]);
    const decisions = await officialsAt(desk);
    const take = (command: HouseholdCommand) =>
      decisions.take({ household: heard!.household!, command, commandId: v7(), actor: 'u-3' });
    const opening = { type: 'OpenReview', on: '2016-04-02', caseKey, reviewId: 'review-1', openedBy: 'u-3' } as const;
    await take({ ...opening, basis: 'COMPLAINT', basisEvent: null, dueOn: '2016-05-02' });
    const stopping = { type: 'Withdraw', on: '2016-04-10', caseKey, reason: 'VOLUNTARY', stoppedFrom: '2016-05' } as const;
    expect(await take({ ...stopping, reviewId: null, accountability })).toMatchObject({ outcome: 'accepted' });
    const [home] = await desk.hear(aRegistration('1', [head, wei], { asOf: '2016-04-15' }));
    expect((await desk.file(heard!.household)).id).toBe(home!.household);
    const spell = async () => (await desk.file(home!.household)).state.cases[caseKey];
    expect(await spell()).toMatchObject({
      ...{ openReview: 'review-1', openReviewOn: '2016-04-02', reviewDueOn: '2016-05-02' },
      ...{ stoppedFrom: '2016-05', stopSignatory: 'u-3' },
    });
    // Until the stop has come the register still shows the case as open: the decision stands.
    await desk.hear(aCase('9', [wei], { asOf: '2016-04-30' }));
    expect(await spell()).toMatchObject({ status: 'STOPPED', stoppedFrom: '2016-05' });
  });

  it('what was taken back counts for links and differences as well (S-9)', async () => {
    const { desk, take, household } = await aDesk();
    await desk.hear(aCase('8', [wei], { programme: 'URBAN' }));
    const linked = async () => {
      const { state } = await desk.file(household);
      const doubled = Object.keys(state.differences).filter((id) => id.startsWith('CR-04'));
      return { linkClass: state.linkClass, links: state.links.length, doubled: doubled.length };
    };
    expect(await linked()).toEqual({ linkClass: 'SPLIT', links: 2, doubled: 1 });
    const stopping = { type: 'Withdraw', on: '2017-01-10', caseKey, reason: 'VOLUNTARY', stoppedFrom: '2017-02' } as const;
    await take({ ...stopping, reviewId: null, accountability });
    expect(await linked()).toEqual({ linkClass: 'FULL', links: 1, doubled: 0 });
    const stop = (await desk.parts.log.read(household)).findLast(({ type }) => type === 'dibao.withdrawn')!;
    await take({ type: 'Retract', on: '2017-01-12', ofEvent: stop.id, reason: 'signed for another family' });
    expect((await desk.file(household)).state.cases[caseKey]).toMatchObject({ status: 'ACTIVE', stoppedFrom: null });
    expect(await linked()).toEqual({ linkClass: 'SPLIT', links: 2, doubled: 1 });
  });

  it('a household of which everything was taken back keeps its county and shard: a retraction can be retracted', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(aRegistration('1', [wei]));
    const decisions = await officialsAt(desk);
    const retract = (ofEvent: string) =>
      decisions.take({
        household: heard!.household!,
        command: { type: 'Retract', on: '2016-05-01', ofEvent, reason: 'by mistake' },
        commandId: v7(),
        actor: 'u-3',
      });
    const recorded = () => desk.parts.log.read(heard!.household!);
    await retract((await recorded())[0]!.id);
    expect((await desk.file(heard!.household)).state.registration).toBeNull();
    expect(await retract((await recorded()).at(-1)!.id)).toMatchObject({ outcome: 'accepted' });
    expect((await desk.file(heard!.household)).state.registration).toMatchObject({ registryNo: '1', county: '451422' });
    expect(new Set((await recorded()).map(({ county }) => county))).toEqual(new Set(['451422']));
    expect(await desk.parts.log.shards()).toEqual(['45']);
  });

  it('one half of a merger alone is not taken back: the case would stand in neither household (S-13)', async () => {
    const desk = new Desk();
    const head = villager('韦大海', 2);
    const [, heard] = await desk.hearInTurn([aRegistration('1', [head]), aCase('9', [wei])]);
    const [home] = await desk.hear(aRegistration('1', [head, wei], { asOf: '2016-04-15' }));
    expect((await desk.file(heard!.household)).id).toBe(home!.household);
    const decisions = await officialsAt(desk);
    const merged = (await desk.parts.log.read(home!.household!)).find(({ type }) => type === 'household.merged')!;
    const command: HouseholdCommand = { type: 'Retract', on: '2016-05-01', ofEvent: merged.id, reason: 'not one family' };
    expect(await decisions.take({ household: home!.household!, command, commandId: v7(), actor: 'u-3' })).toEqual({
      outcome: 'refused',
      because: 'event-of-two-households',
    });
    expect((await desk.file(home!.household)).state.cases[caseKey]).toBeDefined();
    // Nor is one half given back alone, once the undoing of an import has taken back both.
    await desk.reports.retractImport('i-1');
    const read = await desk.parts.log.read(home!.household!);
    const events = householdEventsOf(desk.parts.codec, read);
    const undone = events.find(({ event }) => event.type === 'EventRetracted' && event.ofEvent === merged.id)!;
    const giving: HouseholdCommand = { type: 'Retract', on: '2016-05-02', ofEvent: undone.eventId, reason: 'one family' };
    expect(await decisions.take({ household: home!.household!, command: giving, commandId: v7(), actor: 'u-3' })).toEqual({
      outcome: 'refused',
      because: 'event-of-two-households',
    });
  });

  it('a difference that followed from what was taken back ends with it (S-9)', async () => {
    const { desk, take, household } = await aDesk();
    await desk.hear(absent(aCase('9', [wei]), '2016-06-30'));
    const open = async () => Object.values((await desk.file(household)).state.differences).map(({ ruleId }) => ruleId);
    expect(await open()).toEqual(['S-6']);
    const left = (await desk.parts.log.read(household)).find(({ type }) => type === 'dibao.left-file')!;
    await take({ type: 'Retract', on: '2016-07-02', ofEvent: left.id, reason: 'the file was cut' });
    expect(await open()).toEqual([]);
  });

  it('races with another official are decided one after the other', async () => {
    const { take } = await aDesk();
    const answers = await Promise.all([take(suspend), take(suspend), take(suspend)]);
    expect(answers.map((answer) => answer.outcome === 'accepted' && answer.events).sort()).toEqual([0, 0, 1]);
  });
});
