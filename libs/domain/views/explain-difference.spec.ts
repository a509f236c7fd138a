import { foldHousehold } from '../household/evolve';
import type { RecordedHouseholdEvent } from '../household/household.events';
import { aDibaoReport, aRegistryMember, aRegistryReport, family } from '../household/household.fixture';
import { explainDifference } from './explain-difference';

const told = (events: readonly RecordedHouseholdEvent[]) => ({ events, state: foldHousehold(events) });

describe('a difference between the live view and a replay', () => {
  const { stream } = family(
    aRegistryReport({ members: [aRegistryMember('p-1'), aRegistryMember('p-2')] }),
    aDibaoReport(),
    aRegistryReport({ asOf: '2016-12-31', status: 'EXITED', exitYear: 2016, exitOn: '2016-11-15' }),
    aDibaoReport({ asOf: '2017-01-31', monthlyBenefitFen: 25_000 }),
  );
  const idOf = (type: string): string => stream.find(({ event }) => event.type === type)!.eventId;
  const live = told(stream);

  it('is none between equal stories', () => expect(explainDifference(live, told(stream))).toBeNull());

  it('is explained, field by field, by the events that only one of them folded', () => {
    const replayed = told(
      stream.filter(({ version }) => version < stream.find(({ eventId }) => eventId === idOf('PovertyExited'))!.version),
    );
    const found = explainDifference(live, replayed)!;
    expect(found.verdict).toBe('events');
    expect(found.onlyReplayed).toEqual([]);
    const becauseOf = (path: string) => found.fields.find((field) => field.path === path)?.because;
    expect(becauseOf('registration.status')).toEqual([idOf('PovertyExited')]);
    expect(found.fields.find(({ path }) => path === 'registration.status')).toMatchObject({ live: 'EXITED', replayed: 'POOR' });
    expect(becauseOf(`cases.${aDibaoReport().caseKey}.amounts`)).toEqual([idOf('BenefitChanged')]);
    expect(found.fields.every(({ because }) => because.length > 0)).toBe(true);
  });

  it('is explained by what only the replay has, where the view is behind', () => {
    const found = explainDifference(told(stream.slice(0, -1)), live)!;
    expect(found).toMatchObject({ verdict: 'events', onlyLive: [], onlyReplayed: [stream.at(-1)!.eventId] });
  });

  it('of a household that the replay does not have is explained by its enrolment', () => {
    const found = explainDifference(live, told([]))!;
    expect(found.fields.find(({ path }) => path === 'registration')?.because).toContain(idOf('HouseholdEnrolled'));
  });

  it('by a retraction names the retraction', () => {
    const retraction: RecordedHouseholdEvent = {
      ...{ eventId: 'e-back', county: '530124', version: stream.length + 1 },
      event: { type: 'EventRetracted', on: '2017-02-01', ofEvent: idOf('PovertyExited'), reason: 'import undone' },
    };
    const found = explainDifference(told([...stream, retraction]), live)!;
    expect(found.fields.find(({ path }) => path === 'registration.status')?.because).toEqual(['e-back']);
  });

  it('that no event makes accuses the state that does not follow from its events', () => {
    const { registration } = live.state;
    const altered = { events: stream, state: { ...live.state, registration: { ...registration!, status: 'POOR' as const } } };
    const found = explainDifference(altered, live)!;
    expect(found).toMatchObject({ verdict: 'live-not-its-fold', onlyLive: [], onlyReplayed: [] });
    expect(found.fields).toContainEqual({ path: 'registration.status', live: 'POOR', replayed: 'EXITED', because: [] });
    expect(explainDifference(live, altered)?.verdict).toBe('replay-not-its-fold');
  });

  it('in a sealed value is named without it', () => {
    const { registration } = live.state;
    const [member] = Object.values(registration!.members);
    const members = {
      ...registration!.members,
      [member!.person]: { ...member!, phone: { person: 'p-1', digest: 'd', box: 'secret' } },
    };
    const found = explainDifference(
      { events: stream, state: { ...live.state, registration: { ...registration!, members } } },
      live,
    );
    expect(found?.fields).toEqual([{ path: 'registration.members.p-1.phone', live: null, replayed: null, because: [] }]);
    expect(JSON.stringify(found)).not.toContain('secret');
  });
});
