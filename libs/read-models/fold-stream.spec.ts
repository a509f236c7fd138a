import { BodyUnreadable } from '@xianjie/contracts';
import type { HouseholdEvent } from '@xianjie/domain';
import type { RecordedEvent } from '@xianjie/log';
import { foldStream } from './fold-stream';
import type { Decode } from './fold-stream';

const enrolled: HouseholdEvent = {
  type: 'HouseholdEnrolled',
  ...{ on: '2014-06-01', registryNo: '1', division: '530124101001', head: null, members: [] },
  attributes: {
    ...{ dataYear: 2016, householdAttribute: null, mainCause: null, otherCauses: [], identificationStandard: null },
    ...{ perCapitaNetIncomeFen: null, guarantees: null, score: null, monitoredType: null, riskRemoved: null, declaredSize: 1 },
  },
  ...{ identifiedOn: null, isBackfill: false },
};
const plan = (targetYear: number): HouseholdEvent => ({ type: 'ExitPlanned', on: '2016-01-01', targetYear });
const retraction = (ofEvent: string): HouseholdEvent => ({ type: 'EventRetracted', on: '2016-02-01', ofEvent, reason: 'r' });
/** Decodes, and no fold takes it: its case has no members at all. */
const unfoldable = { type: 'DibaoEnrolled', on: '2016-01-01', caseKey: 'C', members: null } as unknown as HouseholdEvent;

type Told = HouseholdEvent | 'unreadable' | 'unknown type';
const streamOf = (...told: Told[]): { recorded: RecordedEvent[]; decode: Decode } => ({
  recorded: told.map((_, index) => ({
    ...{ id: `e${index + 1}`, version: index + 1, county: '530124', position: { shard: '53', number: 10 + index } },
  })) as unknown as RecordedEvent[],
  decode: ({ id: eventId, version, county }) => {
    const event = told[version - 1] as Told;
    if (event === 'unreadable') throw new BodyUnreadable('household.exit-planned', '0'.repeat(16));
    return event === 'unknown type' ? null : { eventId, event, county, version };
  },
});
const fold = (told: Told[], upTo?: number) => {
  const { recorded, decode } = streamOf(...told);
  const { folded, stopped } = foldStream('h-1', recorded, decode, upTo);
  return {
    version: folded?.version ?? 0,
    plans: folded?.state.registration?.plans.map(({ targetYear }) => targetYear) ?? [],
    stopped: stopped?.version ?? null,
  };
};

describe('folding a stream', () => {
  it('counts a type that is unknown, and folds the rest', () =>
    expect(fold([enrolled, 'unknown type', plan(2017)])).toEqual({ version: 3, plans: [2017], stopped: null }));

  it('stops before an event that cannot be read', () =>
    expect(fold([enrolled, plan(2016), 'unreadable', plan(2018)])).toEqual({ version: 2, plans: [2016], stopped: 3 }));

  it('makes nothing of a stream whose first event cannot be read', () =>
    expect(fold(['unreadable', plan(2018)])).toEqual({ version: 0, plans: [], stopped: 1 }));

  it('passes over one that was taken back, also at a version before that was said', () => {
    const told: Told[] = [enrolled, 'unreadable', plan(2017), retraction('e2')];
    expect(fold(told)).toEqual({ version: 4, plans: [2017], stopped: null });
    expect(fold(told, 3)).toEqual({ version: 3, plans: [2017], stopped: null });
  });

  it('stops at another that was not, whatever was taken back behind it', () => {
    const told: Told[] = [enrolled, 'unreadable', 'unreadable', plan(2017), retraction('e2')];
    expect(fold(told)).toEqual({ version: 2, plans: [], stopped: 3 });
  });

  it('treats an event that no fold takes like one that cannot be read', () => {
    expect(fold([enrolled, unfoldable, plan(2017)])).toEqual({ version: 1, plans: [], stopped: 2 });
    expect(fold([enrolled, unfoldable, plan(2017), retraction('e2')])).toEqual({ version: 4, plans: [2017], stopped: null });
    expect(fold([enrolled, unfoldable, plan(2017), retraction('e2')], 3)).toEqual({ version: 3, plans: [2017], stopped: null });
  });

  it('honours a retraction from where it stands, for what could be folded (S-9)', () => {
    const told: Told[] = [enrolled, plan(2016), plan(2017), retraction('e2')];
    expect(fold(told, 3).plans).toEqual([2016, 2017]);
    expect(fold(told).plans).toEqual([2017]);
  });
});
