import type { DibaoCase, Household, Registration } from '../household/state';
import { unknownHousehold } from '../household/state';
import type { RegistryMember } from '../household/roster';
import type { LocalDate, YearMonth } from '../values';
import type { CoveredMonths } from './covered-months';
import type { ListScope, ListedHousehold } from './line';

// Households as a fold leaves them; only what the list asks of them is of interest here.

const sealed = (person: string) => ({ person, digest: `d-${person}`, box: `b-${person}` });

export const aMember = (person: string, memberNo: string, said: Partial<RegistryMember> = {}): RegistryMember => ({
  ...{ person, memberNo, name: sealed(person), idNo: sealed(person), phone: null, sex: '女', relation: '户主' },
  ...{ ethnicity: null, health: null, labour: '普通劳动力', provisional: false },
  ...said,
});

export const anExit = (exitYear: number, on: LocalDate, decidedOn: LocalDate | null = on) => ({
  ...{ eventId: `e-${on}`, exitYear, on, decidedOn, path: null },
});
export const aPlan = (targetYear: number, on: LocalDate) => ({ targetYear, on });

/** Persons whose id begins with `p-` are provisional. */
export const aCase = (covered: readonly string[], from: YearMonth, said: Partial<DibaoCase> = {}): DibaoCase => {
  const caseNo = said.caseNo ?? '530124010001';
  const members = covered.map((person) => ({
    ...{ person, name: sealed(person), idNo: null, sex: null, relation: null, covered: true },
    provisional: person.startsWith('p-'),
  }));
  return {
    ...{ caseKey: `RURAL/${caseNo}/${from}`, caseNo, programme: 'RURAL', county: '530124', division: '530124101001' },
    ...{ status: 'ACTIVE', class: 'B', mode: 'GAP', grantedFrom: from, stoppedFrom: null, leftFile: null, applicant: null },
    ...{ members, amounts: [{ from, fen: 13_950 }], classes: [], stages: [], verificationReportNo: null, verifiedOn: null },
    ...{ registryFlag: null, openReview: null, reviewedOn: null, transitionEndsOn: null, bank: null, accountNo: null },
    ...{ accountHolder: null, leftFileEvent: null },
    ...said,
  } as DibaoCase;
};

type Said = Readonly<{
  householdId?: string;
  heldBy?: string | null;
  people?: readonly string[];
  registration?: Partial<Registration>;
  cases?: readonly DibaoCase[];
  household?: Partial<Household>;
  former?: readonly string[];
  covered?: CoveredMonths;
}>;

/** A registered household of two, planned for nothing, out of nothing, covered by nothing. */
export const aHousehold = (said: Said = {}): ListedHousehold => {
  const {
    householdId = 'h-1',
    heldBy = '530124',
    people = [`${householdId}-a`, `${householdId}-b`],
    cases = [],
    former = [],
  } = said;
  const registration = {
    ...{ registryNo: `53012400${householdId.slice(2).padStart(4, '0')}`, county: '530124', division: '530124101001', head: null },
    members: Object.fromEntries(people.map((person, index) => [person, aMember(person, `0${index + 1}`)])),
    ...{
      attributes: [],
      identifiedOn: null,
      status: 'EXITED',
      statuses: [],
      plans: [],
      notAchieved: [],
      exits: [],
      relapses: [],
    },
    ...{ removedOn: null },
    ...said.registration,
  } as unknown as Registration;
  const byKey = Object.fromEntries(cases.map((one) => [one.caseKey, one]));
  return {
    householdId,
    heldBy,
    former: new Set(former),
    covered: said.covered ?? new Map(),
    household: { ...unknownHousehold, registration, cases: byKey, ...said.household },
  };
};

export const aScope = (said: Partial<ListScope> = {}): ListScope => ({
  county: '530124',
  countyLineage: ['530124'],
  year: 2016,
  freezeOn: '2017-03-20',
  coveredUntil: '2017-03',
  programmes: ['RURAL'],
  ...said,
});
