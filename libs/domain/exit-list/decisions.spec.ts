import {
  acknowledgeAs,
  acts,
  after,
  by,
  dispatchAs,
  freezeAs,
  on,
  perform,
  proof,
  road,
  said,
  signAs,
  signature,
  upTo,
} from './acts.fixture';
import { escalateItems } from './closing';
import { foldExitList } from './evolve';
import { exitListEventNames } from './event-names';
import { listDueOn, openList } from './freezing';
import { deliverList, flagOverdue, rejectList } from './handing-over';
import { exitListStream, listIdOf, stageOf, unopenedList } from './state';
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
  it('of a whole list neither that it says something nor that a supplement could still come', () => {
    expect(said(freezeAs({ proofs: [] })(checked))).toBe('yes');
    expect(said(freezeAs({ supplementsUntil: '2017-03-19' })(checked))).toBe('yes');
    expect(said(freezeAs({ supplementsUntil: '2017-03-19' })(after(...upTo('deliver'), 'reject', 'check')))).toBe('yes');
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
  it('nothing of a list is signed while a rejected supplement waits for the whole list that replaces it', () =>
    expect(said(signAs({ version: 1 })(after(...upTo('deliver'), 'check', 'freeze', 'sign', 'deliver', 'reject')))).toBe(
      'version-superseded',
    ));
  it('a signed whole list is signed, no more', () =>
    expect(signAs()(after(...upTo('freeze')))).toMatchObject({ events: [{ type: 'ListSigned', version: 1, root: 'r' }] }));
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
    expect(said(acts.close(after(...upTo('settleOther'), 'check', 'freeze')))).toBe('not-acknowledged');
  });
  it('a supplement’s tasks are dispatched beside those of the whole list, each version’s once', () => {
    const both = after(...upTo('dispatch'), 'check', 'freeze', 'sign', 'deliver', 'acknowledge', 'dispatch');
    expect(both.items.map(({ itemId, version }) => [itemId, version])).toEqual([
      ...[
        ['1-0001', 1],
        ['1-0002', 1],
        ['2-0001', 2],
        ['2-0002', 2],
      ],
    ]);
    expect(said(acts.dispatch(both))).toBe('already-dispatched');
    expect(said(dispatchAs({ version: 1 })(after(...upTo('acknowledge'), 'check', 'freeze')))).toBe('yes');
  });
  it('tasks of a replaced version are not dispatched any more', () => {
    const replaced = after(...upTo('deliver'), 'reject', 'check', 'freeze');
    expect(said(dispatchAs({ version: 1 })(replaced))).toBe('version-superseded');
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

describe('what a list knows', () => {
  it('is what the last check found', () =>
    expect(after('open', 'check').check).toMatchObject({
      on,
      position: '53:5',
      problems: [],
      openIdentityReviews: 1,
      counts: { exitedLines: 1 },
    }));
  it('is to whom a version was delivered; a county that gets it after the answer changes nothing of the answer', () => {
    expect(after(...upTo('sign')).versions[0]!.deliveredTo).toEqual([]);
    const answered = after(...upTo('acknowledge'));
    const later = deliverList(answered, { on, by, version: 1, recipient: '530111', channel: 'folder', receiptId: 'b' });
    expect(perform(answered, later).versions).toMatchObject([{ stage: 'ACKNOWLEDGED', deliveredTo: ['530124', '530111'] }]);
  });
  it('is kept when it is overdue', () => {
    const frozen = after(...upTo('freeze'));
    expect(after(...upTo('freeze'), 'overdue')).toEqual({ ...frozen, overdueOn: '2017-04-01' });
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
    expect(names).toHaveLength(14);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => name.startsWith('exit-list.'))).toBe(true);
  });
  it('stand on one stream for each county and year, under the list’s own number (S-23)', () => {
    expect([listIdOf('530124', 2016), exitListStream('530124', 2016)]).toEqual(['XJ-530124-2016', 'exit-list-530124-2016']);
  });
  it('fold from nothing to nothing', () => expect(foldExitList([])).toEqual(unopenedList));
});
