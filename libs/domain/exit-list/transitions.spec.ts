import { acts, after, road, said, upTo } from './acts.fixture';
import type { ActName } from './acts.fixture';
import { stageOf, unopenedList } from './state';
import type { ExitList } from './state';

/** Every act from every stage: who may do what (domain.md 4.4). */
const table: readonly Readonly<{ stage: string; list: ExitList; answers: Readonly<Record<ActName, string>> }>[] = [
  {
    stage: 'UNOPENED',
    list: unopenedList,
    answers: {
      ...{ open: 'yes', check: 'not-open', freeze: 'not-open', sign: 'not-open', deliver: 'not-open', acknowledge: 'not-open' },
      ...{ reject: 'not-open', dispatch: 'not-open', settleCase: 'no-such-item', settleOther: 'no-such-item' },
      ...{ close: 'not-open', overdue: 'not-open' },
    },
  },
  {
    stage: 'OPEN',
    list: after('open'),
    answers: {
      ...{ open: 'already-open', check: 'yes', freeze: 'not-checked', sign: 'no-such-version', deliver: 'no-such-version' },
      ...{ acknowledge: 'no-such-version', reject: 'no-such-version', dispatch: 'no-such-version' },
      ...{ settleCase: 'no-such-item', settleOther: 'no-such-item', close: 'nothing-acknowledged', overdue: 'yes' },
    },
  },
  {
    stage: 'CHECKED',
    list: after('open', 'check'),
    answers: {
      ...{ open: 'already-open', check: 'yes', freeze: 'yes', sign: 'no-such-version', deliver: 'no-such-version' },
      ...{ acknowledge: 'no-such-version', reject: 'no-such-version', dispatch: 'no-such-version' },
      ...{ settleCase: 'no-such-item', settleOther: 'no-such-item', close: 'nothing-acknowledged', overdue: 'yes' },
    },
  },
  {
    stage: 'FROZEN',
    list: after(...upTo('freeze')),
    answers: {
      ...{ open: 'already-open', check: 'yes', freeze: 'not-checked', sign: 'yes', deliver: 'not-signed' },
      ...{ acknowledge: 'not-delivered', reject: 'not-delivered', dispatch: 'not-acknowledged' },
      ...{ settleCase: 'no-such-item', settleOther: 'no-such-item', close: 'not-acknowledged', overdue: 'yes' },
    },
  },
  {
    stage: 'SIGNED',
    list: after(...upTo('sign')),
    answers: {
      ...{ open: 'already-open', check: 'yes', freeze: 'not-checked', sign: 'already-signed', deliver: 'yes' },
      ...{ acknowledge: 'not-delivered', reject: 'not-delivered', dispatch: 'not-acknowledged' },
      ...{ settleCase: 'no-such-item', settleOther: 'no-such-item', close: 'not-acknowledged', overdue: 'yes' },
    },
  },
  {
    stage: 'DELIVERED',
    list: after(...upTo('deliver')),
    answers: {
      ...{ open: 'already-open', check: 'yes', freeze: 'not-checked', sign: 'already-signed', deliver: 'already-delivered' },
      ...{ acknowledge: 'yes', reject: 'yes', dispatch: 'not-acknowledged', settleCase: 'no-such-item' },
      ...{ settleOther: 'no-such-item', close: 'not-acknowledged', overdue: 'already-delivered' },
    },
  },
  {
    stage: 'OPEN',
    list: after(...upTo('deliver'), 'reject'),
    answers: {
      ...{ open: 'already-open', check: 'yes', freeze: 'not-checked', sign: 'already-rejected', deliver: 'already-rejected' },
      ...{ acknowledge: 'already-rejected', reject: 'already-rejected', dispatch: 'not-acknowledged' },
      ...{ settleCase: 'no-such-item', settleOther: 'no-such-item', close: 'not-acknowledged', overdue: 'yes' },
    },
  },
  {
    stage: 'ACKNOWLEDGED',
    list: after(...upTo('acknowledge')),
    answers: {
      ...{ open: 'already-open', check: 'yes', freeze: 'not-checked', sign: 'already-signed', deliver: 'already-delivered' },
      ...{ acknowledge: 'already-acknowledged', reject: 'already-acknowledged', dispatch: 'yes' },
      ...{ settleCase: 'no-such-item', settleOther: 'no-such-item', close: 'not-dispatched', overdue: 'already-delivered' },
    },
  },
  {
    stage: 'IN_REVIEW',
    list: after(...upTo('settleCase')),
    answers: {
      ...{ open: 'already-open', check: 'yes', freeze: 'not-checked', sign: 'already-signed', deliver: 'already-delivered' },
      ...{ acknowledge: 'already-acknowledged', reject: 'already-acknowledged', dispatch: 'already-dispatched' },
      ...{ settleCase: 'item-already-closed', settleOther: 'yes', close: 'items-open', overdue: 'already-delivered' },
    },
  },
  {
    stage: 'CLOSED',
    list: after(...road),
    answers: {
      ...{ open: 'already-open', check: 'yes', freeze: 'not-checked', sign: 'already-signed', deliver: 'already-delivered' },
      ...{ acknowledge: 'already-acknowledged', reject: 'already-acknowledged', dispatch: 'already-dispatched' },
      ...{ settleCase: 'item-already-closed', settleOther: 'item-already-closed', close: 'already-closed' },
      overdue: 'already-delivered',
    },
  },
];

describe.each(table)('from $stage', ({ stage, list, answers }) => {
  it('is where the list stands', () => expect(stageOf(list)).toBe(stage));
  it.each(Object.entries(answers))('%s: %s', (name, answer) => expect(said(acts[name as ActName](list))).toBe(answer));
});
