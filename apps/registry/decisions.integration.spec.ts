import { HouseholdEventCodec } from '@xianjie/contracts';
import type { HouseholdEvent } from '@xianjie/domain';
import { EventLog } from '@xianjie/log';
import { v7 } from 'uuid';
import { RETRACTION, aRegistry } from './registry.fixture';

describe('decisions, asked of the offices’ API', () => {
  const { app, call } = aRegistry();

  it('takes no decision on a stream that is no household’s', async () => {
    const [activated] = await app().get(EventLog).read('policy-packs-53');
    const body = { ...RETRACTION, ofEvent: activated!.id };
    expect(await call('/api/v1/households/policy-packs-53/decisions', { method: 'POST', body })).toMatchObject({ status: 404 });
  });

  it('says of a day before every policy pack that it is the caller’s, and shows a card of that day without what a pack would ask', async () => {
    const codec = app().get(HouseholdEventCodec);
    const subject = { householdId: 'h-before-packs', county: '530124' };
    const nothing = { members: [], head: null, identifiedOn: null, isBackfill: false };
    const enrolled: HouseholdEvent = {
      ...{ type: 'HouseholdEnrolled', on: '2012-01-01', registryNo: '1', division: '530124101001', ...nothing },
      attributes: {
        ...{ dataYear: null, householdAttribute: null, mainCause: null, otherCauses: [], identificationStandard: null },
        ...{ perCapitaNetIncomeFen: null, guarantees: null, score: null, monitoredType: null, riskRemoved: null },
        declaredSize: null,
      },
    };
    const exited: HouseholdEvent = {
      ...{ type: 'PovertyExited', on: '2013-11-15', exitYear: 2013, decidedOn: '2013-11-15', unplanned: true, exitPath: null },
      ...{ perCapitaNetIncomeFen: null, guarantees: null, continuedPolicies: true },
    };
    const events = [enrolled, exited].map((event) => ({
      ...{ id: v7(), ...codec.encode(event, subject), effectiveOn: event.on, origin: 'change' as const, source: 'spec' },
      county: subject.county,
    }));
    const streams = [{ stream: subject.householdId, expectedVersion: 0, events }];
    await app().get(EventLog).append({ shard: '53', commandId: v7(), streams });
    expect(await call('/api/v1/households/h-before-packs?effectiveOn=2013-12-31')).toMatchObject({
      ...{ status: 200, body: { card: { registration: { status: 'EXITED' } }, afterExit: [] } },
    });
    const settling = { type: 'SettleDifference', on: '2013-12-31', differenceId: 'd', reason: 'r' };
    expect(await call('/api/v1/households/h-before-packs/decisions', { method: 'POST', body: settling })).toMatchObject({
      ...{ status: 422, body: { code: 'no-policy-in-force', detail: expect.stringContaining('2013-12-31') } },
    });
  });

  it('gives a key’s first answer to the same decision only: another body under it is none that was taken (S-15)', async () => {
    const [enrolled, exited] = await app().get(EventLog).read('h-before-packs');
    const decide = (household: string, body: object) =>
      call(`/api/v1/households/${household}/decisions`, { method: 'POST', body, headers: { 'idempotency-key': 'key-1' } });
    const retracting = { type: 'Retract', ofEvent: exited!.id, reason: 'another family' };
    const first = await decide('h-before-packs', retracting);
    expect(first).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
    expect(await decide('h-before-packs', retracting)).toEqual(first);
    const others: [string, object][] = [
      ['h-before-packs', { ...retracting, reason: 'a slip' }],
      ['h-before-packs', { ...retracting, ofEvent: enrolled!.id }],
      ['h-another', retracting],
    ];
    for (const [household, body] of others)
      expect(await decide(household, body)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    // Of a key that is none an index would hold nothing, or everybody's.
    for (const none of ['', 'a b', 'k'.repeat(201)]) {
      const headers = { 'idempotency-key': none };
      for (const [path, body] of [
        ['/households/h-before-packs/decisions', retracting],
        ['/identity-reviews/r-1', { verdict: 'same' }],
      ] as const)
        expect([none, path, await call(`/api/v1${path}`, { method: 'POST', body, headers })]).toMatchObject([
          ...[none, path, { status: 400, body: { code: 'invalid-request', detail: expect.stringContaining('Idempotency-Key') } }],
        ]);
    }
    // Nor does a key of one call answer another.
    const completing = { household: 'h-before-packs', caseKey: 'c', outcome: 'KEEP', accountability: {} };
    const headers = { 'idempotency-key': 'key-1' };
    expect(await call('/api/v1/reviews/r-1/complete', { method: 'POST', body: completing, headers })).toMatchObject({
      ...{ status: 422, body: { code: 'idempotency-key-reused' } },
    });
  });
});
