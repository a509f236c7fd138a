import { randomBytes } from 'node:crypto';
import type { HouseholdEventCodec } from '@xianjie/contracts';
import type { CaseMember, HouseholdEvent, RegistryMember, Sealed } from '@xianjie/domain';
import type { EventLog, NewEvent } from '@xianjie/log';
import { v7 } from 'uuid';

// A log as a year of both registries leaves it: kinds, numbers and sizes of events as the generator's provinces have them.

export const SHARD = '45';
const COUNTIES = ['451422', '451423', '451424', '451425'];
const MEMBERS = 4;
const COVERED = 3;
/** Appended side by side. */
const WIDTH = 1_000;

const sealed = (person: string): Sealed => ({
  person,
  digest: randomBytes(16).toString('hex'),
  box: randomBytes(45).toString('base64'),
});

const registered = (person: string, at: number): RegistryMember => ({
  ...{ person, memberNo: `0${at + 1}`, name: sealed(person), idNo: sealed(person), phone: at === 0 ? sealed(person) : null },
  ...{ sex: '男', relation: at === 0 ? '户主' : '之子', ethnicity: '壮族', health: '健康', labour: '普通劳动力' },
  provisional: false,
});
const covered = (person: string): CaseMember => ({
  ...{ person, name: sealed(person), idNo: sealed(person), sex: '男', relation: '之子', covered: true, provisional: false },
});
const attributes = (year: number, perCapitaNetIncomeFen: number) => ({
  ...{
    dataYear: year,
    householdAttribute: '一般贫困户',
    mainCause: '因病',
    otherCauses: ['缺资金'],
    identificationStandard: null,
  },
  ...{ perCapitaNetIncomeFen, guarantees: null, score: null, monitoredType: null, riskRemoved: null, declaredSize: MEMBERS },
});
const nobody = { investigator: null, reviewer: null, signatory: null };

/** Every household is registered; three in five have a case, one in three is planned for exit and exits. */
const yearOf = (household: number, county: string): readonly HouseholdEvent[] => {
  const persons = Array.from({ length: MEMBERS }, () => `p-${v7()}`);
  const head = persons[0] as string;
  const division = `${county}100${(household % 200) + 200}`;
  const events: HouseholdEvent[] = [
    {
      ...{
        type: 'HouseholdEnrolled',
        on: '2015-12-31',
        registryNo: `${county}${String(household).padStart(9, '0')}`,
        division,
        head,
      },
      ...{
        members: persons.map(registered),
        attributes: attributes(2015, 210_000),
        identifiedOn: '2014-05-01',
        isBackfill: false,
      },
    },
    { type: 'HouseholdAttributesChanged', on: '2016-03-31', attributes: attributes(2016, 220_000) },
    { type: 'HouseholdAttributesChanged', on: '2016-09-30', attributes: attributes(2016, 260_000) },
  ];
  if (household % 5 < 3) {
    const caseKey = `RURAL/${county}D${household}/2016-01`;
    const review = {
      caseKey,
      reviewId: null,
      outcome: 'KEEP',
      findings: null,
      accountability: nobody,
      policyPack: null,
    } as const;
    const members = persons.slice(0, COVERED).map(covered);
    events.push(
      {
        ...{ type: 'DibaoEnrolled', on: '2016-01-01', caseKey, caseNo: `D${household}`, programme: 'RURAL', county, division },
        ...{ applicant: head, members, class: 'B', mode: 'TIER', monthlyBenefitFen: 42_000, grantedFrom: '2016-01' },
        ...{ verificationReportNo: null, verifiedOn: null, registryFlag: true, bank: '农村信用社' },
        ...{ accountNo: sealed(head), accountHolder: sealed(head) },
      },
      {
        type: 'HouseholdLinked',
        on: '2016-01-01',
        linkClass: 'PARTIAL',
        links: members.map(({ person }) => ({ person, caseKey })),
      },
      {
        ...{ type: 'BenefitChanged', on: '2016-05-01', caseKey, direction: 'INCREASE', oldFen: 42_000, newFen: 45_000 },
        ...{ effectiveMonth: '2016-05', trigger: 'STANDARD' },
      },
      { type: 'ReviewCompleted', on: '2016-06-15', ...review },
      { type: 'ReviewCompleted', on: '2016-12-15', ...review },
    );
  }
  if (household % 3 === 0)
    events.push(
      { type: 'ExitPlanned', on: '2016-03-31', targetYear: 2016 },
      {
        ...{ type: 'PovertyExited', on: '2016-11-20', exitYear: 2016, decidedOn: '2016-11-20', unplanned: false, exitPath: null },
        ...{ perCapitaNetIncomeFen: 320_000, guarantees: null, continuedPolicies: true },
      },
    );
  return events;
};

/** Answers how many events the log then has. */
export const fillWithHouseholds = async (log: EventLog, codec: HouseholdEventCodec, households: number): Promise<number> => {
  let count = 0;
  const recordYear = async (household: number): Promise<void> => {
    const county = COUNTIES[household % COUNTIES.length] as string;
    const stream = `h-${v7()}`;
    const events = yearOf(household, county).map((event): NewEvent => ({
      ...{ id: v7(), ...codec.encode(event, { householdId: stream, county }), effectiveOn: event.on, origin: 'change', county },
      source: '8f14e45fceea167a?import=0190a#Sheet1!1024',
    }));
    count += events.length;
    await log.append({ shard: SHARD, commandId: v7(), streams: [{ stream, expectedVersion: 0, events }] });
  };
  for (let done = 0; done < households; done += WIDTH)
    await Promise.all(Array.from({ length: Math.min(WIDTH, households - done) }, (_, at) => recordYear(done + at)));
  return count;
};
