import type { Decision } from '../decider';
import { closeList } from './closing';
import { evolveExitList } from './evolve';
import type { ExitListEvent, LineProof } from './exit-list.events';
import type { Signature } from './handing-over.events';
import { checkList, freezeList, nextVersion, openList } from './freezing';
import { acknowledgeList, deliverList, flagOverdue, rejectList, signList } from './handing-over';
import { closeItem, dispatchItems } from './items';
import type { ExitListRefusal } from './refusals';
import { unopenedList } from './state';
import type { ExitList } from './state';

// Every act on a list, and the road from its opening to its end.

export const by = 'u-1';
export const on = '2017-03-20' as const;
const counts = { exitedHouseholds: 1, exitedLines: 1, plannedHouseholds: 1, plannedLines: 1 };
export const signature = (keyId: string): Signature => ({ algorithm: 'SM2', value: 'MEU=', publicKey: 'MFk=', keyId });
const seal = { day: on, position: '53:9', link: 'ab' };
export const proof = (change: LineProof['change']): LineProof => ({
  ...{ section: 1, change, householdId: 'h-1', person: 'p-1', hash: 'cd', salt: { person: 'p-1', digest: 'd', box: 'b' } },
});

type Act = (list: ExitList) => Decision<ExitListEvent, ExitListRefusal>;
const last = ({ versions }: ExitList): number => versions.at(-1)?.version ?? 1;
export const freezeAs =
  (said: object = {}): Act =>
  (list) =>
    freezeList(list, {
      ...{ on, year: 2016, by, position: '53:5', root: 'r', counts, coveredUntil: '2017-03', programmes: ['RURAL'] },
      ...{
        countyLineage: ['530124'],
        codeAtFreeze: '530124',
        frozenWith: { release: '1.0.0', code: 'c'.repeat(64) },
        policyPacks: [],
        divisionTableHash: null,
        openIdentityReviews: 0,
        problems: [],
      },
      ...{ supplementsUntil: null, proofs: [proof(nextVersion(list).kind === 'SUPPLEMENT' ? 'ADDED' : null)], ...said },
    });
export const signAs =
  (said: object = {}): Act =>
  (list) =>
    signList(list, {
      ...{
        on,
        by,
        version: last(list),
        signature: signature('poverty'),
        isValid: true,
        addedLines: 1,
        withdrawnLines: 0,
        ...said,
      },
    });
export const acknowledgeAs =
  (said: object = {}): Act =>
  (list) =>
    acknowledgeList(list, {
      ...{ on, by, version: last(list), root: 'r', lines: 2, seal, signature: signature('civil'), isValid: true, ...said },
    });
const dispatched = [
  { section: 1 as const, change: null, householdId: 'h-1', caseKey: 'c-1', payingCounty: '530124', township: '530124101' },
  { section: 2 as const, change: null, householdId: 'h-2', caseKey: null, payingCounty: null, township: '530124101' },
];
export const dispatchAs =
  (said: object = {}): Act =>
  (list) =>
    dispatchItems(list, { on, version: last(list), dueOn: '2017-05-20', items: dispatched, by, ...said });
const settle =
  (itemId: string, outcome: 'KEPT' | 'ENROLLED', reason = '核实'): Act =>
  (list) =>
    closeItem(list, { on, itemId, outcome, reason, reviewId: null, by });

export const acts = {
  open: (list) => openList(list, { on, year: 2016, dueOn: '2017-03-31', policyPack: null, by }),
  check: (list) => checkList(list, { on, position: '53:5', counts, openIdentityReviews: 1, problems: [], by }),
  freeze: freezeAs(),
  sign: signAs(),
  deliver: (list) => deliverList(list, { on, by, version: last(list), recipient: '530124', channel: 'folder', receiptId: 'a/b' }),
  acknowledge: acknowledgeAs(),
  reject: (list) => rejectList(list, { on, by, version: last(list), reason: '人数不符' }),
  dispatch: dispatchAs(),
  settleCase: settle('1-0001', 'KEPT'),
  settleOther: settle('1-0002', 'ENROLLED'),
  close: (list) => closeList(list, { on, by }),
  overdue: (list) => flagOverdue(list, { on: '2017-04-01', to: ['county'] }),
} satisfies Record<string, Act>;
export type ActName = keyof typeof acts;

/** The list after an act that was accepted. */
export const perform = (list: ExitList, decided: ReturnType<Act>): ExitList => {
  if (decided.outcome === 'refused') throw new Error(decided.because);
  return decided.events.reduce(evolveExitList, list);
};
export const after = (...names: readonly ActName[]): ExitList =>
  names.reduce<ExitList>((list, name) => perform(list, acts[name](list)), unopenedList);
export const said = (decided: Decision<ExitListEvent, ExitListRefusal>): string =>
  decided.outcome === 'refused' ? decided.because : 'yes';

export const upTo = (name: ActName): readonly ActName[] => road.slice(0, road.indexOf(name) + 1);
export const road: readonly ActName[] = [
  ...(['open', 'check', 'freeze', 'sign', 'deliver', 'acknowledge', 'dispatch', 'settleCase', 'settleOther', 'close'] as const),
];
