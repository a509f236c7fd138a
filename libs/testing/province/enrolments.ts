import type { LocalDate, YearMonth } from '@xianjie/domain';
import { addMonths } from '@xianjie/domain';
import { enlist, register } from './books';
import { dayIn, monthAt } from './calendar';
import { adultsOf } from './people';
import { MAIN_CAUSES } from './profile';
import { noteError, quota } from './writing';
import { ERROR_RATES } from './profile';
import type { Case, County, Family, Person, Registration, World } from './world';
import { rootOf } from './world';

const PATHS = ['发展产业', '转移就业', '易地搬迁', '生态补偿', '发展教育', '社会保障兜底'];
export const exitPath = (world: World): string => world.random.pick(PATHS);

const stale = (world: World, source: 'poverty' | 'dibao', family: Family): string | null => {
  if (!quota(world, `stale-division/${source}`, ERROR_RATES['stale-division']).hit(family.county.badness)) return null;
  const { county } = family;
  // A county that has had another code keeps it on old cards; elsewhere a village that was merged away.
  return county.line.length > 1 && county.line[0].validTo <= `${world.year}-12-31`
    ? county.line[0].code + family.village.slice(6)
    : world.random.pick(county.formerVillages);
};

/** Counties with leading zeros number by themselves: the same number exists in another county (S-10). */
export const nextRegistryNo = (county: County): string => {
  const serial = String(county.nextRegistration).padStart(7, '0');
  county.nextRegistration += 1;
  return county.leadingZeros ? `000${serial}` : `${rootOf(county)}${serial}`;
};

/** Enters the whole family in the poverty registry. */
export const enrolInRegistry = (world: World, family: Family, identifiedOn: YearMonth): Registration => {
  const { random, profile } = world;
  const { county } = family;
  const cause = random.weighted(MAIN_CAUSES);
  const others = MAIN_CAUSES.map(([code]) => code).filter((code) => code !== cause);
  const no = nextRegistryNo(county);
  const registration: Registration = {
    no,
    numbers: [{ no, county, listed: false }],
    family,
    county,
    village: family.village,
    members: [],
    nextMember: 1,
    head: family.head,
    status: '未脱贫',
    plannedYear: null,
    planSeen: false,
    exitYear: null,
    exitOn: '',
    exitSeen: false,
    relapsedOn: '',
    identifiedOn,
    notExitedReason: '',
    exitPath: '',
    mainCause: cause,
    otherCauses: random
      .shuffle([...others])
      .slice(0, random.int(0, 2))
      .join('、'),
    incomeFen: Math.max(40000, Math.round(random.normal(2350, 320)) * 100),
    guarantees: random.chance(0.5) ? '吃、穿、义务教育' : random.chance(0.5) ? '吃、穿' : '吃、穿、义务教育、基本医疗',
    score: profile.scored ? String(Math.min(90, Math.max(30, Math.round(random.normal(62, 11))))) : '',
    declaredOff: 0,
    stale: stale(world, 'poverty', family),
    unplaced: [],
    removed: false,
    seen: false,
    fate: null,
  };
  if (registration.stale !== null) registration.unplaced.push(noteError(world, 'stale-division', 'poverty', null, family));
  for (const person of family.persons) register(world, registration, person);
  family.registration = registration;
  family.registrations.push(registration);
  world.registrations.push(registration);
  world.registryHouseholds += 1;
  return registration;
};

export const repriced = (world: World, dibaoCase: Case): number => {
  const covered = dibaoCase.members.filter((member) => member.covered).length;
  const tiers = world.tick >= 7 ? world.profile.tiersAfter : world.profile.tiersBefore;
  const tier = tiers['ABC'.indexOf(dibaoCase.class)];
  return dibaoCase.mode === '分档补差' ? tier * covered : Math.max(1000, tier + dibaoCase.gapFen) * covered;
};

const classFor = (world: World): 'A' | 'B' | 'C' =>
  world.random.weighted([
    ['A', 20],
    ['B', 50],
    ['C', 30],
  ]);

/** A new case for some of a family. The file lists the rest of the family as not covered. */
export const enrolInDibao = (
  world: World,
  family: Family,
  covered: readonly Person[],
  from: YearMonth,
  options: Readonly<{ programme?: '农村低保' | '特困'; no?: string; listed?: readonly Person[]; applicant?: Person }> = {},
): Case => {
  const { random, year, tick } = world;
  const { county } = family;
  const registered = family.registration !== null;
  let applicant = covered.includes(family.head) || random.chance(0.8) ? family.head : (adultsOf(family, year)[0] ?? covered[0]);
  const heads = quota(world, 'head-mismatch', ERROR_RATES['head-mismatch']);
  const other = adultsOf(family, year).find((adult) => adult !== family.head);
  if (registered) heads.ask(county.badness);
  const mismatch = registered && options.applicant === undefined && other !== undefined && heads.due;
  if (options.applicant !== undefined) ({ applicant } = options);
  else if (mismatch) {
    heads.take();
    applicant = other;
  }
  const decidedIn = addMonths(from, -1);
  const no = options.no ?? `${rootOf(county)}01${String(county.nextCase).padStart(7, '0')}`;
  if (options.no === undefined) county.nextCase += 1;
  const dibaoCase: Case = {
    no,
    programme: options.programme ?? '农村低保',
    family,
    county,
    village: family.village,
    applicant,
    members: [],
    class: classFor(world),
    mode: random.chance(0.8) ? '分档补差' : '按标补差',
    gapFen: random.int(-3000, 3000),
    amountFen: 0,
    from,
    stop: '',
    status: '在保',
    reason: '',
    reportNo: random.chance(0.96)
      ? `HD${rootOf(county)}${decidedIn.replace('-', '')}${String(random.int(0, 99999)).padStart(5, '0')}`
      : '',
    verifiedOn: '',
    reviewedOn: tick === 0 ? dayIn(monthAt(year, -random.int(0, 5)), random.int(1, 28)) : '',
    flag: registered !== random.chance(0.04) ? '是' : '否',
    account: `6210000${String(random.int(0, 999_999_999_999)).padStart(12, '0')}`,
    stale: stale(world, 'dibao', family),
    unplaced: [],
    open: true,
    listedUntil: null,
    seen: false,
  };
  if (dibaoCase.reportNo !== '') dibaoCase.verifiedOn = dayIn(decidedIn, random.int(1, 20)) as LocalDate;
  if (dibaoCase.stale !== null) dibaoCase.unplaced.push(noteError(world, 'stale-division', 'dibao', null, family));
  if (mismatch && applicant !== family.head)
    dibaoCase.unplaced.push(noteError(world, 'head-mismatch', 'dibao', applicant, family));
  const since = (Number(from.slice(0, 4)) - year + 1) * 12 + Number(from.slice(5)) - 12;
  const listed = options.listed ?? family.persons;
  const wrongSize = registered && quota(world, 'size-mismatch', ERROR_RATES['size-mismatch']).hit(county.badness);
  const omitted = wrongSize ? listed.find((person) => !covered.includes(person) && person !== applicant) : undefined;
  if (wrongSize) {
    dibaoCase.unplaced.push(noteError(world, 'size-mismatch', 'dibao', omitted ?? null, family));
    if (omitted === undefined && family.registration !== null) family.registration.declaredOff = random.chance(0.5) ? 1 : -1;
  }
  for (const person of listed) {
    const isCovered = covered.includes(person);
    if (isCovered || person !== omitted) enlist(world, dibaoCase, person, isCovered, since);
  }
  dibaoCase.amountFen = repriced(world, dibaoCase);
  family.cases.push(dibaoCase);
  family.allCases.push(dibaoCase);
  if (dibaoCase.programme === '农村低保') world.dibaoCases += 1;
  return dibaoCase;
};
