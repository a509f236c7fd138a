import { normaliseIdentifier } from '@xianjie/domain';
import type { ReportedIdentity } from '@xianjie/domain';
import { HouseholdEventCodec } from '@xianjie/contracts';
import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import type { EventLog } from '@xianjie/log';
import { IdentifierHasher, InMemoryPersonBlocks, InMemoryPersonVault, MasterKey } from '@xianjie/persons';
import type {
  ReportedAbsence,
  ReportedCaseMember,
  ReportedDibaoCase,
  ReportedRegistryHousehold,
  ReportedRegistryMember,
} from '@xianjie/sources';
import { syntheticIdNo } from '@xianjie/testing';
import { v7 } from 'uuid';
import type { CaseworkParts } from './hearing/parts';
import { HearReports } from './hearing/hear-reports';
import type { HearItem, HearOutcome } from './hearing/item';
import { CaseFiles, householdEventsOf } from './case-files';

// Synthetic people of one village of Ningming (451422), for specs.

const SHARD_KEY = new MasterKey(Buffer.alloc(32, 7));
const codec = new HouseholdEventCodec();

export const inMemoryParts = (): CaseworkParts => {
  const hasher = new IdentifierHasher(SHARD_KEY, '45');
  return {
    log: new InMemoryEventLog(new FixedClock()),
    vault: new InMemoryPersonVault(SHARD_KEY),
    blocks: new InMemoryPersonBlocks(),
    codec,
    hasherOf: () => hasher,
  };
};

export type Villager = Readonly<{ name: string; idNo: string | null }>;
export const villager = (name: string, serial: number): Villager => ({
  name,
  idNo: syntheticIdNo({ division: '451422', birth: `19${60 + (serial % 40)}-05-17`, sex: '男', serial }),
});
const identityOf = (idNo: string | null): ReportedIdentity => normaliseIdentifier(idNo) as ReportedIdentity;
const evidence = { fileHash: '3b1f', sheet: '', row: 2 };

export const aRegistration = (
  registryNo: string,
  villagers: readonly Villager[],
  said: Partial<ReportedRegistryHousehold> = {},
): ReportedRegistryHousehold => ({
  system: 'registry',
  recordKey: `451422/${registryNo}`,
  asOf: '2016-03-31',
  county: '451422',
  division: '451422100001',
  registryNo,
  headName: villagers[0]?.name ?? null,
  members: villagers.map(({ name, idNo }, i): ReportedRegistryMember => ({
    memberNo: String(i + 1).padStart(2, '0'),
    name,
    identity: identityOf(idNo),
    phone: null,
    sex: '男',
    relation: i === 0 ? '户主' : '之子',
    ethnicity: '壮族',
    health: '健康',
    labour: '普通劳动力',
    evidence,
  })),
  attributes: {
    dataYear: 2016,
    householdAttribute: '一般贫困户',
    mainCause: '因病',
    otherCauses: [],
    identificationStandard: '国家标准',
    perCapitaNetIncomeFen: 248_000,
    guarantees: null,
    score: 61,
    monitoredType: null,
    riskRemoved: null,
    declaredSize: villagers.length,
  },
  identifiedOn: '2014-03-01',
  status: 'POOR',
  plannedYear: null,
  exitYear: null,
  exitOn: null,
  notExitedReason: null,
  exitPath: null,
  withheldRows: 0,
  evidence,
  ...said,
});

export const aCase = (
  caseNo: string,
  villagers: readonly Villager[],
  said: Partial<ReportedDibaoCase> = {},
): ReportedDibaoCase => ({
  system: 'dibao',
  recordKey: `451422/${said.programme ?? 'RURAL'}/${caseNo}`,
  asOf: '2016-03-31',
  county: '451422',
  division: '451422100001',
  caseNo,
  programme: 'RURAL',
  status: 'ACTIVE',
  class: 'C',
  mode: 'TIER',
  monthlyBenefitFen: 8_500,
  grantedFrom: '2016-01',
  stoppedFrom: null,
  stopReason: null,
  verificationReportNo: 'HD1',
  verifiedOn: '2015-12-10',
  reviewedOn: null,
  registryFlag: true,
  headName: villagers[0]?.name ?? null,
  members: villagers.map(({ name, idNo }, i): ReportedCaseMember => ({
    name,
    identity: identityOf(idNo),
    sex: '男',
    relation: i === 0 ? '户主' : '之子',
    covered: true,
    evidence,
  })),
  bank: '农村信用社',
  accountNo: '6210000000000000017',
  accountHolder: villagers[0]?.name ?? null,
  phone: null,
  withheldRows: 0,
  evidence,
  ...said,
});

export const absent = (
  { system, recordKey, county }: ReportedRegistryHousehold | ReportedDibaoCase,
  asOf: ReportedAbsence['asOf'],
): ReportedAbsence => ({
  system,
  recordKey,
  absent: true,
  asOf,
  county,
  countyLineage: [county],
  key: recordKey.split('/').slice(1).reverse().join('/'),
  evidence,
});

export const anItem = (report: HearItem['report'], said: Partial<HearItem> = {}): HearItem => ({
  report,
  commandId: v7(),
  digest: null,
  importId: 'i-1',
  ...said,
});

/** A hub without processes: what was heard, and what came of it. */
export class Desk {
  readonly reports: HearReports;

  constructor(readonly parts: CaseworkParts = inMemoryParts()) {
    this.reports = new HearReports(parts);
  }

  async hear(...reports: HearItem['report'][]): Promise<readonly HearOutcome[]> {
    return this.reports.hear(reports.map((report) => anItem(report)));
  }

  /** Heard one after the other, each in a call of its own. */
  async hearInTurn(reports: readonly HearItem['report'][]): Promise<HearOutcome[]> {
    const outcomes: HearOutcome[] = [];
    for (const report of reports) outcomes.push(...(await this.hear(report)));
    return outcomes;
  }

  async file(household: string | null) {
    const files = new CaseFiles(this.parts.log, this.parts.codec);
    await files.load([household ?? 'nobody']);
    return files.get(household ?? 'nobody')!;
  }

  async events(household: string | null) {
    return householdEventsOf(this.parts.codec, await this.parts.log.read(household ?? 'nobody')).map(({ event }) => event);
  }

  /** The open differences of some rules, each with its household's numbers: what no order may change either. */
  async differences(...rules: readonly string[]): Promise<readonly string[]> {
    const seen = new Set<string>();
    for await (const { events } of this.parts.log.readShard('45', (await this.parts.log.head('45')).number)) {
      const { state } = await this.file(events[0]!.stream);
      const home = state.registration?.registryNo ?? Object.keys(state.cases).sort().join(' ');
      for (const { ruleId, detail } of Object.values(state.differences))
        if (rules.includes(ruleId)) seen.add(`${home}: ${ruleId} ${detail}`);
    }
    return [...seen].sort();
  }

  /** Every standing household as its registration number and case numbers: the partition that no order may change. */
  async households(): Promise<readonly string[]> {
    const seen: string[] = [];
    for await (const { events } of this.parts.log.readShard('45', (await this.parts.log.head('45')).number)) {
      const { state } = await this.file(events[0]!.stream);
      if (events[0]!.stream !== (await this.file(events[0]!.stream)).id) continue;
      const cases = Object.keys(state.cases).sort();
      seen.push(`${state.registration?.registryNo ?? '–'}: ${cases.join(' ')}`);
    }
    return seen.sort();
  }
}

export type { EventLog };
