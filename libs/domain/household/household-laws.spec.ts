import fc from 'fast-check';
import { householdCard } from '../views/household-card';
import { viewRowsOf } from '../views/view-rows';
import { lastDayOfYear } from '../values';
import type { LocalDate, YearMonth } from '../values';
import { evolve, foldHousehold } from './evolve';
import { aCaseMember, aDibaoReport, aRegistryMember, aRegistryReport, Family, registryAbsent } from './household.fixture';
import type { HouseholdReport, RegistryStatus } from './reports';
import { unknownHousehold } from './state';
import { heldOn } from './timeline';

// Histories of one family with plans, exits, relapses, second exits, removals, re-entries into dibao, and files that come late.

const day = (index: number): LocalDate =>
  `${2015 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-28` as LocalDate;
const aDay = fc.integer({ min: 0, max: 35 });
const aYear = fc.constantFrom(null, 2015, 2016, 2017);
const persons = fc.subarray(['p-1', 'p-2', 'p-3', 'p-4'], { minLength: 1 });

const registryReport = fc
  .record({
    at: aDay,
    status: fc.constantFrom<RegistryStatus>('POOR', 'PLANNED', 'EXITED', 'EXITED', 'EXITED_NO_POLICY', 'RELAPSED', 'RELAPSED'),
    plannedYear: aYear,
    exitYear: aYear,
    exitMonth: fc.option(fc.integer({ min: 1, max: 12 })),
    reason: fc.option(fc.constant('因病')),
    who: persons,
    dataYear: fc.constantFrom(2015, 2016),
    identifiedOn: fc.constantFrom<LocalDate | null>(null, '2014-01-01'),
    division: fc.constantFrom('530124001001', '530124001002'),
    number: fc.constantFrom('5301240001', '5301240001', '5301240002'),
    absent: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
  })
  .map(({ at, status, exitYear, exitMonth, reason, who, dataYear, number, absent, ...said }): HouseholdReport => {
    if (absent) return { ...registryAbsent(day(at)), registryNo: number };
    const exitOn =
      exitYear === null || exitMonth === null ? null : (`${exitYear}-${String(exitMonth).padStart(2, '0')}-15` as LocalDate);
    const base = aRegistryReport();
    return {
      ...base,
      ...said,
      asOf: day(at),
      status,
      registryNo: number,
      exitYear,
      exitOn,
      notExitedReason: reason,
      head: who[0] ?? null,
      members: who.map((person) => aRegistryMember(person)),
      attributes: { ...base.attributes, dataYear },
    };
  });

const aMonth = fc.integer({ min: 0, max: 35 }).map((index) => day(index).slice(0, 7) as YearMonth);
const dibaoReport = fc
  .record({
    at: aDay,
    spell: fc.constantFrom('RURAL:D1:2015-01', 'RURAL:D1:2015-01', 'RURAL:D1:2016-09'),
    status: fc.constantFrom(
      'ACTIVE' as const,
      'ACTIVE' as const,
      'TRANSITION' as const,
      'SUSPENDED' as const,
      'STOPPED' as const,
    ),
    stop: fc.option(aMonth),
    corrected: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    monthlyBenefitFen: fc.constantFrom(20000, 25000),
    class: fc.constantFrom('A', 'B', null),
    verification: fc.constantFrom<[string | null, LocalDate | null]>(
      ['V1', '2014-12-01'],
      ['V2', '2016-06-01'],
      [null, null],
      ['V3', null],
    ),
    reviewedOn: fc.constantFrom<LocalDate | null>(null, '2015-09-10', '2016-09-10'),
    who: persons,
    absent: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
  })
  .map(({ at, spell, status, stop, corrected, verification, who, absent, ...said }): HouseholdReport => {
    if (absent) return { system: 'dibao', asOf: day(at), absent: true, caseKey: spell };
    const start = spell.slice(-7) as YearMonth;
    return {
      ...aDibaoReport(),
      ...said,
      asOf: day(at),
      caseKey: spell,
      status,
      grantedFrom: corrected ? ('2015-03' as YearMonth) : start,
      stoppedFrom: status === 'STOPPED' ? stop : null,
      verificationReportNo: verification[0],
      verifiedOn: verification[1],
      members: who.map((person) => aCaseMember(person, { covered: person !== 'p-4' })),
      deaths: verification[0] === 'V2' && !who.includes('p-4') ? [{ person: 'p-4', diedOn: day(at) }] : [],
    };
  });

// Mostly in the order of their days, as files come; one in four histories keeps the order in which it was drawn: late files.
const history = (report: fc.Arbitrary<HouseholdReport>) =>
  fc
    .tuple(fc.array(report, { minLength: 1, maxLength: 7 }), fc.integer({ min: 0, max: 3 }))
    .map(([reports, order]) =>
      order === 0 ? reports : reports.toSorted((a, b) => (a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : 0)),
    );

const tell = (reports: readonly HouseholdReport[]): Family => {
  const told = new Family();
  for (const report of reports) told.hear(report);
  return told;
};
const interleave = (
  a: readonly HouseholdReport[],
  b: readonly HouseholdReport[],
  turns: readonly boolean[],
): HouseholdReport[] => {
  const [left, right] = [[...a], [...b]];
  const mixed: HouseholdReport[] = [];
  for (const isLeft of turns) {
    const next = (isLeft ? left : right).shift();
    if (next !== undefined) mixed.push(next);
  }
  return [...mixed, ...left, ...right];
};
const both = fc.tuple(history(registryReport), history(dibaoReport), fc.array(fc.boolean(), { maxLength: 14 }));
const mixed = both.map(([registry, dibao, turns]) => interleave(registry, dibao, turns));
const runs = { numRuns: 1_000 };

describe('whatever the two registries report, in whatever order', () => {
  it('hearing each report a second time records nothing', () =>
    fc.assert(
      fc.property(mixed, (reports) => {
        const told = new Family();
        for (const report of reports) {
          told.hear(report);
          expect(told.hear(report)).toEqual([]);
        }
      }),
      runs,
    ));

  it('any interleaving of their files ends in the same card and the same rows', () =>
    fc.assert(
      fc.property(both, fc.array(fc.boolean(), { maxLength: 14 }), ([registry, dibao, turns], otherTurns) => {
        const one = tell(interleave(registry, dibao, turns)).state;
        const other = tell(interleave(registry, dibao, otherTurns)).state;
        expect(householdCard(one)).toEqual(householdCard(other));
        expect(viewRowsOf(one)).toEqual(viewRowsOf(other));
      }),
      runs,
    ));

  it('the newest file decides the stage', () =>
    fc.assert(
      fc.property(fc.array(registryReport, { minLength: 1, maxLength: 7 }), (reports) => {
        const inOrder = reports.toSorted((a, b) => (a.asOf < b.asOf ? -1 : 1));
        const { registration } = tell(inOrder).state;
        const last = inOrder.at(-1);
        if (last === undefined || 'absent' in last || last.system !== 'registry' || registration === null) return;
        const shown = { POOR: ['POOR', 'PLANNED', 'RELAPSED'], RELAPSED: ['RELAPSED', 'PLANNED'] } as Record<string, string[]>;
        expect(shown[last.status] ?? [last.status]).toContain(registration.status);
        expect(Object.keys(registration.members).toSorted()).toEqual(last.members.map(({ person }) => person).toSorted());
        expect(registration.removedOn).toBeNull();
      }),
      runs,
    ));

  it('the newest file decides the stage of a case, its amount and who is covered', () =>
    fc.assert(
      fc.property(fc.array(dibaoReport, { minLength: 1, maxLength: 7 }), (reports) => {
        const inOrder = reports.toSorted((a, b) => (a.asOf < b.asOf ? -1 : 1));
        const last = inOrder.at(-1);
        if (last === undefined || 'absent' in last || last.system !== 'dibao') return;
        const spell = tell(inOrder).state.cases[last.caseKey];
        expect(spell).toMatchObject({ status: last.status, leftFile: null, grantedFrom: last.grantedFrom });
        expect(spell?.members.map(({ person }) => person).toSorted()).toEqual(
          last.members.map(({ person }) => person).toSorted(),
        );
        if (last.status !== 'STOPPED')
          expect(heldOn(spell?.amounts ?? [], last.asOf.slice(0, 7) as YearMonth)?.fen ?? last.monthlyBenefitFen).toBe(
            last.monthlyBenefitFen,
          );
      }),
      runs,
    ));

  it('an older file reverts nothing: the stage and the roster of today stay', () =>
    fc.assert(
      fc.property(fc.array(registryReport, { minLength: 1, maxLength: 5 }), registryReport, (reports, old) => {
        const inOrder = reports.toSorted((a, b) => (a.asOf < b.asOf ? -1 : 1));
        const told = tell(inOrder);
        const before = told.state.registration;
        if (before === null || old.asOf >= (inOrder.at(-1) as HouseholdReport).asOf) return;
        told.hear(old);
        const after = told.state.registration;
        expect(after?.status).toBe(before.status);
        expect(after?.members).toEqual(before.members);
        expect(after?.exits.length).toBeGreaterThanOrEqual(before.exits.length);
        expect(after?.removedOn).toEqual(before.removedOn);
      }),
      runs,
    ));

  it('folding one event after the other is folding the stream', () =>
    fc.assert(
      fc.property(mixed, (reports) => {
        const told = tell(reports);
        expect(foldHousehold(told.stream)).toEqual(told.state);
        expect(JSON.parse(JSON.stringify(told.state))).toEqual(told.state);
      }),
      runs,
    ));

  it('timelines stay in the order of their days', () =>
    fc.assert(
      fc.property(mixed, (reports) => {
        const { registration, cases } = tell(reports).state;
        const ordered = (days: readonly string[]) => expect(days).toEqual(days.toSorted());
        for (const list of [registration?.statuses, registration?.attributes]) ordered((list ?? []).map(({ from }) => from));
        for (const list of [registration?.exits, registration?.facts, registration?.plans])
          ordered((list ?? []).map(({ on }) => on));
        for (const spell of Object.values(cases))
          for (const list of [spell.amounts, spell.classes, spell.stages]) ordered(list.map(({ from }) => from));
      }),
      runs,
    ));
});

describe('a fold', () => {
  const streams = fc
    .array(mixed, { minLength: 2, maxLength: 3 })
    .map((lives) => lives.flatMap((reports) => tell(reports).stream));

  it('never throws, even on events out of order, of other lives, or of a type it does not know', () =>
    fc.assert(
      fc.property(streams, fc.infiniteStream(fc.nat()), (events, shuffle) => {
        const keyed = events.map((event) => ({ event, key: shuffle.next().value as number }));
        const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ event }) => event);
        const strange = {
          eventId: 'e-x',
          county: '',
          version: 1,
          event: { type: 'constructor', on: lastDayOfYear(2016) } as never,
        };
        const retracted = {
          ...strange,
          eventId: 'e-y',
          event: { type: 'EventRetracted', on: '2017-01-01', ofEvent: 'e-2', reason: 'x' } as never,
        };
        expect(() => foldHousehold([...shuffled, strange, retracted])).not.toThrow();
        expect(evolve(unknownHousehold, strange)).toBe(unknownHousehold);
      }),
      { numRuns: 1_000 },
    ));

  it('without a retracted event is the fold as if it had never been recorded', () =>
    fc.assert(
      fc.property(mixed, fc.nat(), (reports, pick) => {
        const { stream } = tell(reports);
        const gone = stream[pick % stream.length];
        if (gone === undefined) return;
        const event = {
          type: 'EventRetracted' as const,
          on: '2018-01-01' as LocalDate,
          ofEvent: gone.eventId,
          reason: 'import undone',
        };
        const retraction = { eventId: 'e-r', event, county: '', version: stream.length + 1 };
        const back = { ...retraction, eventId: 'e-b', event: { ...event, ofEvent: 'e-r' } };
        expect(foldHousehold([...stream, retraction])).toEqual(foldHousehold(stream.filter((one) => one !== gone)));
        expect(foldHousehold([...stream, retraction, back])).toEqual(foldHousehold(stream));
      }),
      { numRuns: 1_000 },
    ));
});
