import { v7 } from 'uuid';
import { HouseholdEventCodec } from '@xianjie/contracts';
import type { CountyCode, HouseholdEvent, HouseholdId, LocalDate, RegistryMember } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import type { PersonVault } from '@xianjie/persons';

// A county of Yunnan with synthetic households, told to a log event by event.

export const COUNTY: CountyCode = '530124';
export const YEAR = 2016;
const codec = new HouseholdEventCodec();

/** Appends events to a household; its version is asked of the log. */
export const tell = async (
  log: EventLog,
  householdId: HouseholdId,
  events: readonly HouseholdEvent[],
  county: CountyCode = COUNTY,
): Promise<readonly string[]> => {
  const expectedVersion = (await log.read(householdId)).length;
  const ready = events.map((event) => ({
    ...{ id: v7(), effectiveOn: event.on, origin: 'change' as const, source: 'file:00#脱贫户!2', county },
    ...codec.encode(event, { householdId, county }),
  }));
  const streams = [{ stream: householdId, expectedVersion, events: ready }];
  await log.append({ shard: county.slice(0, 2), commandId: v7(), streams });
  return ready.map(({ id }) => id);
};

export type Family = Readonly<{ householdId: HouseholdId; people: readonly string[]; registryNo: string }>;
type Said = Readonly<{ size?: number; plannedYear?: number | null; division?: string; on?: LocalDate; county?: CountyCode }>;
let families = 0;

/** Registers a household; nothing is paid to it and it has not left. */
export const register = async (log: EventLog, vault: PersonVault, said: Said = {}): Promise<Family> => {
  const { size = 2, plannedYear = YEAR, county = COUNTY, division = `${county}101001`, on = '2014-03-01' } = said;
  const number = String(++families).padStart(4, '0');
  const family: Family = {
    householdId: `h-${v7()}`,
    people: Array.from({ length: size }, (_, index) => `p-${number}-${index + 1}`),
    registryNo: `${county}000000${number}`,
  };
  await vault.create(family.people);
  const members = await Promise.all(family.people.map((person, index) => aMember(vault, person, index)));
  const events: HouseholdEvent[] = [
    {
      ...{ type: 'HouseholdEnrolled', on, registryNo: family.registryNo, division, head: family.people[0] ?? null, members },
      ...{ attributes, identifiedOn: on, isBackfill: false },
    },
  ];
  if (plannedYear !== null) events.push({ type: 'ExitPlanned', on, targetYear: plannedYear });
  await tell(log, family.householdId, events, county);
  return family;
};

const attributes = {
  ...{ dataYear: 2016, householdAttribute: '低保贫困户', mainCause: '因病', otherCauses: ['缺技术'] },
  ...{ identificationStandard: '国家标准', perCapitaNetIncomeFen: 352_600, guarantees: '吃、穿', score: 61 },
  ...{ monitoredType: null, riskRemoved: null, declaredSize: 2 },
};

const aMember = async (vault: PersonVault, person: string, index: number): Promise<RegistryMember> => {
  const [name, idNo] = await vault.seal([
    { person, text: `李${person.slice(2)}` },
    { person, text: `53012419610517${person.slice(2).replace('-', '').slice(-4)}` },
  ]);
  return {
    ...{ person, memberNo: `0${index + 1}`, name: name!, idNo: idNo!, phone: null, sex: '女' },
    ...{ relation: index === 0 ? '户主' : '之子', ethnicity: '彝族', health: '健康', labour: '普通劳动力', provisional: false },
  };
};

type Paid = Readonly<{ from?: `${number}-${number}`; county?: CountyCode; fen?: number; covered?: readonly string[] }>;

/** A rural dibao case that covers the first member unless told otherwise. */
export const cover = async (log: EventLog, family: Family, said: Paid = {}): Promise<string> => {
  const { from = '2015-01', county = COUNTY, fen = 13_950, covered = family.people.slice(0, 1) } = said;
  const caseNo = `${county}01${family.registryNo.slice(-4)}`;
  const caseKey = `RURAL/${caseNo}/${from}`;
  const members = covered.map((person) => ({
    ...{
      person,
      name: { person, digest: 'd', box: 'b' },
      idNo: null,
      sex: null,
      relation: null,
      covered: true,
      provisional: false,
    },
  }));
  const event: HouseholdEvent = {
    ...{
      type: 'DibaoEnrolled',
      on: `${from}-01` as LocalDate,
      caseKey,
      caseNo,
      programme: 'RURAL',
      county,
      division: `${county}101001`,
    },
    ...{ applicant: covered[0] ?? null, members, class: 'B', mode: 'GAP', monthlyBenefitFen: fen, grantedFrom: from },
    ...{ verificationReportNo: null, verifiedOn: null, registryFlag: true, bank: null, accountNo: null, accountHolder: null },
  };
  await tell(log, family.householdId, [event]);
  return caseKey;
};

/** The household leaves the poverty registry; returns the exit's event. */
export const leave = async (log: EventLog, family: Family, on: LocalDate = '2016-11-15', exitYear = YEAR): Promise<string> => {
  const [eventId] = await tell(log, family.householdId, [
    {
      ...{ type: 'PovertyExited', on, exitYear, decidedOn: on, unplanned: false, exitPath: '务工' },
      ...{ perCapitaNetIncomeFen: 352_600, guarantees: '吃、穿', continuedPolicies: true },
    },
  ]);
  return eventId as string;
};

/** The registry takes the exit back (S-5). */
export const takeBack = (log: EventLog, family: Family, ofEvent: string, on: LocalDate) => {
  const was = { exitYear: YEAR, on: '2016-11-15' as const, decidedOn: '2016-11-15' as const };
  return tell(log, family.householdId, [{ type: 'ExitCorrected', on, was, to: null, ofEvent, reason: null }]);
};
