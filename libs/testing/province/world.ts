import type { LocalDate, YearMonth } from '@xianjie/domain';
import type { DateStyle, Tick } from './calendar';
import type { Division } from './divisions';
import type { ProvinceName } from './names';
import type { Profile } from './profile';
import type { Quota, Random } from './random';
import type { ErrorKind, SourceName, TrueError, TrueEvent } from './truth';

// The generator's world: what the two offices have in their books at one month's end. It changes in place from month to month.

/** A person as one source spells them, the same in all of its files until a correction. */
export type Written = { idNo: string; name: string; kinds: ErrorKind[]; unplaced: TrueError[] };
export type Person = {
  id: number;
  name: string;
  sex: '男' | '女';
  birth: LocalDate;
  idNo: string;
  ethnicity: string;
  health: string;
  labour: string;
  phone: string;
  /** 0 the founding couple, 1 children, -1 parents …; couples share a number. */
  generation: number;
  couple: number;
  inLaw: boolean;
  written: { poverty: Written | null; dibao: Written | null };
  registered: number;
  covered: number;
  /** Bit t: covered in month t for certain; `droppedMonths`: by a case that later dropped this member alone. */
  months: number;
  droppedMonths: number;
  keys: PersonKeys;
};
export type PersonKeys = { registry: RegistryMember[]; dibao: CaseMember[] };
export type RegistryMember = {
  person: Person;
  memberNo: string;
  registration: Registration;
  /** Bit i: listed under the registration's i-th number. */
  listed: number;
  lastTick: Tick;
};
export type CaseMember = {
  person: Person;
  case: Case;
  covered: boolean;
  seen: boolean;
  lastTick: Tick;
  lastIdNo: string;
  lastName: string;
};

export type Status = '未脱贫' | '预脱贫' | '已脱贫(享受政策)' | '已脱贫(不享受政策)' | '返贫';
export type Registration = {
  no: string;
  /** Every number it has had, oldest first, each with its county; `listed` once a file shows it. */
  numbers: { no: string; county: County; listed: boolean }[];
  family: Family;
  county: County;
  village: string;
  members: RegistryMember[];
  nextMember: number;
  head: Person;
  status: Status;
  plannedYear: number | null;
  planSeen: boolean;
  exitYear: number | null;
  exitOn: LocalDate | '';
  exitSeen: boolean;
  relapsedOn: LocalDate | '';
  identifiedOn: YearMonth;
  notExitedReason: string;
  exitPath: string;
  mainCause: string;
  otherCauses: string;
  incomeFen: number;
  guarantees: string;
  score: string;
  declaredOff: number;
  stale: string | null;
  unplaced: TrueError[];
  removed: boolean;
  /** In at least one file. */
  seen: boolean;
  fate: Fate | null;
};
/** What the year holds for a poor household. */
export type Fate = {
  planTick: Tick | null;
  exitTick: Tick | null;
  exitOn: LocalDate | '';
  reportTick: Tick | null;
  late: boolean;
  overFreeze: boolean;
  withdrawPlanAt: Tick | null;
};
export type Case = {
  no: string;
  programme: '农村低保' | '特困';
  family: Family;
  county: County;
  village: string;
  applicant: Person;
  members: CaseMember[];
  class: 'A' | 'B' | 'C';
  mode: '分档补差' | '按标补差';
  gapFen: number;
  amountFen: number;
  from: YearMonth;
  stop: YearMonth | '';
  status: '在保' | '渐退' | '缓发' | '停保';
  reason: string;
  reportNo: string;
  verifiedOn: LocalDate | '';
  reviewedOn: LocalDate | '';
  flag: '是' | '否';
  account: string;
  stale: string | null;
  unplaced: TrueError[];
  open: boolean;
  /** Last month in which a stopped case is still listed. */
  listedUntil: Tick | null;
  seen: boolean;
};
export type Family = {
  id: number;
  county: County;
  village: string;
  persons: Person[];
  registration: Registration | null;
  cases: Case[];
  /** Head of the family as its members see it; the offices may differ. */
  head: Person;
  /** Everything ever linked to it, for truth. */
  registrations: Registration[];
  allCases: Case[];
  related: Set<number>;
  /** Month of the last split or new number: a second change before the same file could not be told apart by anybody. */
  changedAt: Tick;
  /** Everybody who ever belonged to it and no longer does. */
  everyone: Person[];
};
export type County = {
  index: number;
  line: Division[];
  /** Error rate against the province's mean. */
  badness: number;
  dotted: boolean;
  leadingZeros: boolean;
  thousands: boolean;
  dates: Record<SourceName, DateStyle>;
  villages: string[];
  formerVillages: string[];
  families: Set<Family>;
  nextRegistration: number;
  nextCase: number;
};
export type World = {
  province: ProvinceName;
  profile: Profile;
  year: number;
  tick: Tick;
  scale: number;
  random: Random;
  counties: County[];
  families: Set<Family>;
  registrations: Registration[];
  nextFamily: number;
  nextPerson: number;
  nextCouple: number;
  serials: Map<string, number>;
  quotas: Map<string, Quota>;
  registryPersons: number;
  registryHouseholds: number;
  dibaoPersons: number;
  dibaoCases: number;
  overlap: number;
  errors: TrueError[];
  events: TrueEvent[];
  /** Dated events that could have come late. */
  datedEvents: number;
  /** What is to happen at a later month's end. */
  later: Map<Tick, (() => void)[]>;
  /** Identifiers that somebody may still put right. */
  flawed: { written: Written; person: Person; source: SourceName; family: Family }[];
};

export const codeOn = (county: County, on: string): Division =>
  county.line.find(({ validFrom, validTo }) => (validFrom === '' || validFrom <= on) && (validTo === '' || on < validTo)) ??
  county.line[county.line.length - 1];
export const rootOf = (county: County): string => county.line[0].code;
