import type { LocalDate, PersonId, YearMonth } from '../values';
import type { HouseholdCommand, HouseholdRefusal } from './commands';
import { decide } from './decide';
import { evolve, foldHousehold } from './evolve';
import { hear } from './hear';
import type { HouseholdEvent, RecordedHouseholdEvent } from './household.events';
import type { Sealed } from './personal';
import type { DibaoAbsence, DibaoReport, HouseholdReport, RegistryAbsence, RegistryReport } from './reports';
import type { CaseMember, RegistryMember } from './roster';
import { unknownHousehold } from './state';
import type { Household } from './state';
import type { PolicyPack } from '../policy/policy-pack';

// A family told in reports and decisions, for specs. All persons are made up.

export const COUNTY = '530124';
export const CASE = 'RURAL:D1:2015-01';

const sealed = (person: PersonId, value: string): Sealed => ({ person, digest: `${person}/${value}`, box: `box of ${value}` });

export const aRegistryMember = (person: PersonId, said: Partial<RegistryMember> = {}): RegistryMember => ({
  person,
  memberNo: `m-${person}`,
  name: sealed(person, 'name'),
  idNo: sealed(person, 'id'),
  phone: null,
  sex: '男',
  relation: '户主',
  ethnicity: '汉族',
  health: '健康',
  labour: '普通劳动力',
  provisional: false,
  ...said,
});
export const aCaseMember = (person: PersonId, said: Partial<CaseMember> = {}): CaseMember => ({
  person,
  name: sealed(person, 'name'),
  idNo: sealed(person, 'id'),
  sex: '男',
  relation: '户主',
  covered: true,
  provisional: false,
  ...said,
});

export const aRegistryReport = (said: Partial<RegistryReport> = {}): RegistryReport => ({
  system: 'registry',
  asOf: '2016-03-31',
  county: COUNTY,
  division: '530124001001',
  registryNo: '5301240001',
  head: 'p-1',
  members: [aRegistryMember('p-1'), aRegistryMember('p-2')],
  attributes: {
    dataYear: 2016,
    householdAttribute: '低保贫困户',
    mainCause: '因病',
    otherCauses: [],
    identificationStandard: '国家标准',
    perCapitaNetIncomeFen: 250000,
    guarantees: '吃、穿',
    score: null,
    monitoredType: null,
    riskRemoved: null,
    declaredSize: 2,
  },
  identifiedOn: '2014-01-01',
  status: 'POOR',
  plannedYear: null,
  exitYear: null,
  exitOn: null,
  notExitedReason: null,
  exitPath: null,
  ...said,
});
export const aDibaoReport = (said: Partial<DibaoReport> = {}): DibaoReport => ({
  system: 'dibao',
  asOf: '2016-03-31',
  county: COUNTY,
  division: '530124001001',
  caseKey: CASE,
  caseNo: 'D1',
  programme: 'RURAL',
  status: 'ACTIVE',
  class: 'A',
  mode: 'TIER',
  monthlyBenefitFen: 20000,
  grantedFrom: '2015-01',
  stoppedFrom: null,
  stopReason: null,
  verificationReportNo: 'V1',
  verifiedOn: '2014-12-01',
  reviewedOn: null,
  registryFlag: true,
  applicant: 'p-1',
  members: [aCaseMember('p-1'), aCaseMember('p-2')],
  account: { bank: null, number: null, holder: null },
  ...said,
});
export const registryAbsent = (asOf: LocalDate): RegistryAbsence => ({
  system: 'registry',
  asOf,
  absent: true,
  registryNo: '5301240001',
  countyLineage: ['530124'],
});
export const dibaoAbsent = (asOf: LocalDate): DibaoAbsence => ({ system: 'dibao', asOf, absent: true, caseKey: CASE });

const recordOf = (report: HouseholdReport): string => ('caseKey' in report ? report.caseKey : 'registration');

/** A household's stream as casework would write it: ids and versions given, the newest day of each record remembered (S-7). */
export class Family {
  readonly stream: RecordedHouseholdEvent[] = [];
  private readonly newest = new Map<string, LocalDate>();
  state: Household = unknownHousehold;

  record(events: readonly HouseholdEvent[]): this {
    for (const event of events) {
      const version = this.stream.length + 1;
      const recorded = { eventId: `e-${version}`, event, county: COUNTY, version };
      this.stream.push(recorded);
      this.state = event.type === 'EventRetracted' ? foldHousehold(this.stream) : evolve(this.state, recorded);
    }
    return this;
  }

  hear(report: HouseholdReport): readonly HouseholdEvent[] {
    const asOf = this.newest.get(recordOf(report));
    const events = hear(this.state, report, asOf === undefined ? null : { asOf });
    if (asOf === undefined || asOf < report.asOf) this.newest.set(recordOf(report), report.asOf);
    this.record(events);
    return events;
  }

  types(): readonly string[] {
    return this.stream.map(({ event }) => event.type);
  }
}

export const family = (...reports: readonly HouseholdReport[]): Family => {
  const told = new Family();
  for (const report of reports) told.hear(report);
  return told;
};

/** `given(reports).when(command, pack).thenRecords(events)`, `.thenRecordsNothing()` or `.thenRefuses(because)`. */
export const given = (...history: readonly (HouseholdReport | HouseholdEvent)[]) => ({
  when: (command: HouseholdCommand, policy: PolicyPack) => {
    const told = new Family();
    for (const said of history)
      if ('type' in said) told.record([said]);
      else told.hear(said);
    const decided = decide(told.state, command, policy);
    return {
      thenRecords: (...events: readonly object[]) =>
        expect(decided).toEqual({ outcome: 'accepted', events: events.map((event) => expect.objectContaining(event)) }),
      thenRecordsNothing: () => expect(decided).toEqual({ outcome: 'accepted', events: [] }),
      thenRefuses: (because: HouseholdRefusal) => expect(decided).toEqual({ outcome: 'refused', because }),
    };
  },
});

export const signed = { investigator: 'u-township', reviewer: 'u-reviewer', signatory: 'u-county' };
export const month = (text: string): YearMonth => text as YearMonth;
