import { HouseholdEventCodec } from '@xianjie/contracts';
import { divisionTable } from '@xianjie/domain';
import type { CaseMember, Division, HouseholdEvent, RegistryMember } from '@xianjie/domain';
import type { EventLog, NewEvent } from '@xianjie/log';
import { PostgresParkedLanes } from '@xianjie/messaging';
import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { HouseholdFolding, PostgresHouseholdProjection } from './index';
import type { ProjectedEvent } from './index';
import { arrived } from './projected.fixture';

// Households told to a log, and beside it what the topic would carry. All persons are made up.

export const codec = new HouseholdEventCodec();
export const COUNTY = '530124';
/** What the county is called today; everything here is told under its earlier code. */
export const SUCCESSOR = '530199';
const county = { level: 'county', parent: '530100', validFrom: null, validTo: null, successor: null } as const;
export const divisions = divisionTable([
  { ...county, code: COUNTY, name: COUNTY, successor: SUCCESSOR } satisfies Division,
  { ...county, code: SUCCESSOR, name: SUCCESSOR } satisfies Division,
]);
const sealed = (person: string) => ({ person, digest: `digest of ${person}`, box: 'box' });

const member = (person: string): RegistryMember => ({
  ...{ person, memberNo: `01${person}`, name: sealed(person), idNo: null, phone: null, sex: null, relation: null },
  ...{ ethnicity: null, health: null, labour: null, provisional: false },
});
const covered = (person: string): CaseMember => ({
  person,
  name: sealed(person),
  idNo: null,
  sex: null,
  relation: null,
  covered: true,
  provisional: false,
});

export const enrolled = (registryNo: string, persons: string[]): HouseholdEvent => ({
  ...{
    type: 'HouseholdEnrolled',
    on: '2015-12-31',
    registryNo,
    division: '530124103001',
    head: null,
    members: persons.map(member),
  },
  attributes: {
    ...{
      dataYear: 2015,
      householdAttribute: null,
      mainCause: '因病',
      otherCauses: [],
      identificationStandard: null,
      perCapitaNetIncomeFen: 210_000,
    },
    ...{ guarantees: null, score: null, monitoredType: null, riskRemoved: null, declaredSize: persons.length },
  },
  ...{ identifiedOn: '2014-05-01', isBackfill: false },
});
export const granted = (caseNo: string, persons: string[], paidIn: string = COUNTY): HouseholdEvent => ({
  ...{
    type: 'DibaoEnrolled',
    on: '2016-01-01',
    caseKey: `RURAL/${caseNo}/2016-01`,
    caseNo,
    programme: 'RURAL',
    county: paidIn,
    division: `${paidIn}103001`,
  },
  ...{
    applicant: null,
    members: persons.map(covered),
    class: 'B',
    mode: 'TIER',
    monthlyBenefitFen: 14_000,
    grantedFrom: '2016-01',
  },
  ...{ verificationReportNo: null, verifiedOn: null, registryFlag: null, bank: null, accountNo: null, accountHolder: null },
});

/** What a file says of a case is recorded of the county that pays. */
const countyOf = (event: HouseholdEvent): string => (event.type === 'DibaoEnrolled' ? event.county : COUNTY);

export const aHistory = (log: EventLog) => {
  const versions = new Map<string, number>();
  const topic: ProjectedEvent[] = [];
  const record = async (household: string, ...events: HouseholdEvent[]): Promise<void> => {
    const before = versions.get(household) ?? 0;
    const stored = events.map((event): NewEvent => ({
      id: v7(),
      ...codec.encode(event, { householdId: household, county: countyOf(event) }),
      effectiveOn: event.on,
      origin: 'change',
      source: 'spec',
      county: countyOf(event),
    }));
    const { last } = await log.append({
      shard: '53',
      commandId: v7(),
      streams: [{ stream: household, expectedVersion: before, events: stored }],
    });
    versions.set(household, before + events.length);
    events.forEach((event, index) =>
      topic.push(
        arrived({
          household,
          version: before + index + 1,
          position: (last?.number ?? 0) - events.length + index + 1,
          eventId: stored[index]!.id,
          county: countyOf(event),
          event,
        }),
      ),
    );
  };
  return { topic, record };
};

export const decode = codec.recorded;

/** The projection as the projector has it. */
export const liveViews = (pool: Pool, log: EventLog): PostgresHouseholdProjection =>
  new PostgresHouseholdProjection(pool, new HouseholdFolding(log, decode), new PostgresParkedLanes(pool, 'household'));
