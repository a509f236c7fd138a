import { acknowledgeAs, acts, after, by, freezeAs, on, proof, road, said, signAs, signature, upTo } from './acts.fixture';
import { escalateItems } from './closing';
import { evolveExitList, foldExitList } from './evolve';
import { exitListEventNames } from './event-names';
import { listDueOn, openList } from './freezing';
import { deliverList, flagOverdue, rejectList } from './handing-over';
import { closeItem, outcomesFor } from './items';
import { stageOf, unopenedList } from './state';
import type { ExitList } from './state';

describe('what a freeze asks', () => {
  const checked = after('open', 'check');
  it('the year to be over', () => {
    expect(said(freezeAs({ on: '2016-12-31' })(checked))).toBe('year-not-over');
    expect(said(openList(unopenedList, { on: '2016-12-31', year: 2016, dueOn: '2017-03-31', policyPack: null, by }))).toBe(
      'year-not-over',
    );
  });
  it('no blocking problem at its own position (CR-27)', () => {
    const problem = { ruleId: 'CR-27', householdId: 'h-1', blocking: true, detail: '' };
    expect(said(freezeAs({ problems: [problem] })(checked))).toBe('check-found-problems');
    expect(said(freezeAs({ problems: [{ ...problem, blocking: false }] })(checked))).toBe('yes');
  });
  it('a supplement to say something, in its time, and not to look further back than the version before it', () => {
    const again = after(...upTo('deliver'), 'check');
    expect(said(freezeAs({ proofs: [] })(again))).toBe('nothing-new');
    expect(said(freezeAs({ supplementsUntil: '2017-03-19' })(again))).toBe('supplements-over');
    expect(said(freezeAs({ supplementsUntil: '2017-03-20' })(again))).toBe('yes');
    expect(said(freezeAs({ position: '53:4' })(again))).toBe('position-behind');
  });
  it('proofs in pages that fit a message', () => {
    const decided = freezeAs({ proofs: Array.from({ length: 1_200 }, () => proof(null)) })(checked);
    const pages = decided.outcome === 'accepted' ? decided.events.slice(1) : [];
    expect(pages.map((event) => event.type === 'LinesHashed' && [event.page, event.lines.length])).toEqual([
      [0, 500],
      [1, 500],
      [2, 200],
    ]);
  });
});

describe('versions (S-22)', () => {
  const kinds = ({ versions }: ExitList) => versions.map(({ kind }) => kind);
  it('after a freeze the next is a supplement, after a rejection a whole replacement', () => {
    expect(kinds(after(...upTo('deliver'), 'check', 'freeze'))).toEqual(['ORIGINAL', 'SUPPLEMENT']);
    expect(kinds(after(...upTo('deliver'), 'reject', 'check', 'freeze'))).toEqual(['ORIGINAL', 'REPLACEMENT']);
  });
  it('a rejected supplement is followed by a whole list too, and what it replaces can no longer be signed', () => {
    const replaced = after(...upTo('deliver'), 'check', 'freeze', 'sign', 'deliver', 'reject', 'check', 'freeze');
    expect(kinds(replaced)).toEqual(['ORIGINAL', 'SUPPLEMENT', 'REPLACEMENT']);
    expect(said(signAs({ version: 1 })(replaced))).toBe('version-superseded');
    expect(said(signAs({ version: 2 })(replaced))).toBe('already-rejected');
  });
  it('a signed supplement is issued, and says which version it supplements', () => {
    const decided = signAs()(after(...upTo('deliver'), 'check', 'freeze'));
    expect(decided).toMatchObject({
      events: [{ type: 'ListSigned' }, { type: 'SupplementIssued', version: 2, supplements: 1, addedLines: 1 }],
    });
  });
  it('a supplement opens a closed list again, until its tasks are settled too', () => {
    const again = after(...road, 'check', 'freeze', 'sign', 'deliver', 'acknowledge');
    expect(stageOf(again)).toBe('ACKNOWLEDGED');
    expect(said(acts.close(again))).toBe('not-dispatched');
  });
  it('tasks of a replaced version wait for nobody', () => {
    const inReview = after(...upTo('dispatch'), 'check', 'freeze', 'sign', 'deliver', 'reject', 'check', 'freeze');
    expect(said(acts.settleCase(inReview))).toBe('version-superseded');
    expect(escalateItems(inReview, { on: '2018-01-01', by })).toEqual({ outcome: 'accepted', events: [] });
  });
});

describe('the acknowledgement (S-24)', () => {
  const delivered = after(...upTo('deliver'));
  it.each([
    ['another root', { root: 'x' }, 'root-differs'],
    ['another number of lines', { lines: 3 }, 'count-differs'],
    ['the poverty office’s own key', { signature: signature('poverty') }, 'same-key'],
    ['a signature that does not verify', { isValid: false }, 'signature-invalid'],
    ['a version that never was', { version: 7 }, 'no-such-version'],
  ])('is refused over %s', (_, wrong, because) => expect(said(acknowledgeAs(wrong)(delivered))).toBe(because));
  it('is not needed for a signature that the poverty office got wrong', () =>
    expect(said(signAs({ isValid: false })(after(...upTo('freeze'))))).toBe('signature-invalid'));
  it('a rejection needs a reason', () =>
    expect(said(rejectList(delivered, { on, by, version: 1, reason: ' ' }))).toBe('no-reason'));
});

describe('tasks and their outcomes', () => {
  const inReview = after(...upTo('dispatch'));
  const close = (itemId: string, outcome: Parameters<typeof closeItem>[1]['outcome'], reason = '核实') =>
    said(closeItem(inReview, { on, itemId, outcome, reason, reviewId: null, by }));
  it('a case can be withdrawn, tapered, kept, changed, found no dibao, or disputed; never enrolled', () => {
    expect(outcomesFor({ caseKey: 'c' })).toEqual([
      'WITHDRAWN',
      'TRANSITION',
      'KEPT',
      'BENEFIT_CHANGED',
      'NOT_DIBAO',
      'DISPUTED',
    ]);
    for (const outcome of outcomesFor({ caseKey: 'c' })) expect(close('1-0001', outcome)).toBe('yes');
    expect(close('1-0001', 'ENROLLED')).toBe('outcome-not-for-this-item');
  });
  it('a household without a case can be enrolled, found no dibao, or disputed; nothing can be withdrawn from it', () => {
    for (const outcome of ['ENROLLED', 'NOT_DIBAO', 'DISPUTED'] as const) expect(close('1-0002', outcome)).toBe('yes');
    for (const outcome of ['WITHDRAWN', 'TRANSITION', 'KEPT', 'BENEFIT_CHANGED'] as const)
      expect(close('1-0002', outcome)).toBe('outcome-not-for-this-item');
  });
  it('every outcome has a reason, and only what was dispatched has one', () => {
    expect(close('1-0001', 'KEPT', '  ')).toBe('no-reason');
    expect(close('9-0001', 'KEPT')).toBe('no-such-item');
  });
  it('an open one is escalated once, the day after it was due (CR-29)', () => {
    const escalated = escalateItems(inReview, { on: '2017-05-21', by });
    expect(escalated).toMatchObject({ events: [{ itemId: '1-0001' }, { itemId: '1-0002' }] });
    expect(escalateItems(inReview, { on: '2017-05-20', by })).toMatchObject({ events: [] });
    const since = escalated.outcome === 'accepted' ? escalated.events.reduce(evolveExitList, inReview) : inReview;
    expect(escalateItems(since, { on: '2017-05-22', by })).toMatchObject({ events: [] });
  });
});

describe('the due date (CR-28)', () => {
  it('is 31 March of the next year unless the pack says otherwise', () => {
    expect(listDueOn(2016, null)).toBe('2017-03-31');
    expect(listDueOn(2016, '02-28')).toBe('2017-02-28');
  });
  it('is not passed on the day itself, and is said once', () => {
    const frozen = after(...upTo('freeze'));
    expect(said(flagOverdue(frozen, { on: '2017-03-31', to: [] }))).toBe('not-due-yet');
    expect(said(acts.overdue(after(...upTo('freeze'), 'overdue')))).toBe('already-overdue');
  });
  it('a late delivery is made, and says that it is late', () => {
    const deliverOn = (day: '2017-03-31' | '2017-04-02') =>
      deliverList(after(...upTo('sign')), { on: day, by, version: 1, recipient: '530124', channel: 'folder', receiptId: 'a' });
    expect(deliverOn('2017-03-31')).toMatchObject({ events: [{ late: false }] });
    expect(deliverOn('2017-04-02')).toMatchObject({ events: [{ late: true }] });
  });
});

describe('a list’s events', () => {
  it('have outside names of their own', () => {
    const names = Object.values(exitListEventNames);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => name.startsWith('exit-list.'))).toBe(true);
  });
  it('fold from nothing to nothing', () => expect(foldExitList([])).toEqual(unopenedList));
});
