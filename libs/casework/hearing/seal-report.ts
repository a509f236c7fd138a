import { withOneDot } from '@xianjie/domain';
import type {
  CaseMember,
  Death,
  DibaoReport,
  Household,
  PersonId,
  RegistryMember,
  RegistryReport,
  Sealed,
} from '@xianjie/domain';
import type { PersonKeys } from '@xianjie/persons';
import type { ReportedCaseMember, ReportedDibaoCase, ReportedRegistryHousehold, ReportedRegistryMember } from '@xianjie/sources';
import type { Resolved } from './members';

// A report as the domain hears it: persons by their ids, personal values sealed under their own keys.

export const HEADS: readonly (string | null)[] = ['户主', '本人'];

const isNamed = ({ member }: Resolved, name: string | null): boolean => name !== null && withOneDot(member.name) === name;

/** The member whom the report names as head or applicant; else the one who stands in the relation of a head; else the first. */
export const headOf = (resolved: readonly Resolved[], headName: string | null): PersonId | null => {
  const isHead = ({ member }: Resolved): boolean => HEADS.includes(member.relation);
  const named = resolved.filter((one) => isNamed(one, headName));
  return (named.find(isHead) ?? named[0] ?? resolved.find(isHead) ?? resolved[0])?.person ?? null;
};

const identityOf = (keys: PersonKeys, { person, member, name }: Resolved): Readonly<{ name: Sealed; idNo: Sealed | null }> => ({
  name: name ?? keys.sealName(person, member.name),
  idNo: keys.sealOrNull(person, member.identity.idNo ?? member.identity.raw),
});

const living = (resolved: readonly Resolved[]): readonly Resolved[] => resolved.filter(({ member }) => !member.diedOn);
const deathsOf = (resolved: readonly Resolved[]): readonly Death[] =>
  resolved.flatMap(({ person, member: { diedOn } }) => (diedOn ? [{ person, diedOn }] : []));

const registryMember = (keys: PersonKeys, one: Resolved): RegistryMember => {
  const { memberNo, phone, sex, relation, ethnicity, health, labour } = one.member as ReportedRegistryMember;
  const sealed = { ...identityOf(keys, one), phone: keys.sealOrNull(one.person, phone) };
  return { person: one.person, memberNo, ...sealed, sex, relation, ethnicity, health, labour, provisional: one.provisional };
};

const caseMember = (keys: PersonKeys, one: Resolved): CaseMember => {
  const { sex, relation, covered } = one.member as ReportedCaseMember;
  return { person: one.person, ...identityOf(keys, one), sex, relation, covered, provisional: one.provisional };
};

type Listing = Readonly<{ headName: string | null; withheldRows: number; isChanges?: boolean }>;

/** Rows in quarantine count as present, and a file of changes speaks for its own rows: whoever is known and not listed has not left (S-6). */
const isSilentOfOthers = ({ withheldRows, isChanges = false }: Listing): boolean => withheldRows > 0 || isChanges;

const withUnspoken = <M extends Readonly<{ person: PersonId }>>(
  report: Listing,
  known: readonly M[],
  listed: readonly M[],
  resolved: readonly Resolved[],
): readonly M[] => {
  if (!isSilentOfOthers(report)) return listed;
  const persons = new Set(resolved.map(({ person }) => person));
  return [...listed, ...known.filter(({ person }) => !persons.has(person))];
};

/** Whether the rows that were read say nothing of somebody known (S-6). */
const isUnspoken = (report: Listing, resolved: readonly Resolved[], person: PersonId | null | undefined): person is PersonId =>
  isSilentOfOthers(report) && person !== null && person !== undefined && !resolved.some((one) => one.person === person);

/** The head whom the rows name; where none of them does, one of whom they say nothing stays it. */
const headAmong = (report: Listing, resolved: readonly Resolved[], known: PersonId | null | undefined): PersonId | null => {
  const listed = living(resolved);
  const isListed = listed.some((one) => isNamed(one, report.headName));
  return !isListed && isUnspoken(report, resolved, known) ? known : headOf(listed, report.headName);
};

/** What a report says beside its members and where it comes from. */
const factsOf = <R extends ReportedRegistryHousehold | ReportedDibaoCase>({
  recordKey: _,
  evidence: _evidence,
  withheldRows: _withheld,
  isChanges: _changes,
  headName: _head,
  members: _members,
  ...facts
}: R) => facts;

export const sealRegistration = (
  keys: PersonKeys,
  report: ReportedRegistryHousehold,
  resolved: readonly Resolved[],
  { registration }: Household,
): RegistryReport => {
  const listed = living(resolved).map((one) => registryMember(keys, one));
  const members = withUnspoken(report, Object.values(registration?.members ?? {}), listed, resolved);
  return { ...factsOf(report), head: headAmong(report, resolved, registration?.head), members, deaths: deathsOf(resolved) };
};

export const sealCase = (
  keys: PersonKeys,
  report: ReportedDibaoCase,
  resolved: readonly Resolved[],
  caseKey: string,
  { cases }: Household,
): DibaoReport => {
  const { bank, accountNo, accountHolder, phone: _phone, ...facts } = factsOf(report);
  const listed = living(resolved).map((one) => caseMember(keys, one));
  const known = Object.hasOwn(cases, caseKey) ? cases[caseKey] : undefined;
  const members = withUnspoken(report, known?.members ?? [], listed, resolved);
  const applicant = headAmong(report, resolved, known?.applicant);
  const named = resolved.find((one) => isNamed(one, accountHolder))?.person;
  const before = known?.accountHolder?.person;
  const holder = named ?? (isUnspoken(report, resolved, before) ? before : applicant);
  const seal = (text: string | null): Sealed | null => (holder === null ? null : keys.sealOrNull(holder, text));
  return {
    ...facts,
    caseKey,
    applicant,
    members,
    deaths: deathsOf(resolved),
    account: { bank, number: seal(accountNo), holder: seal(accountHolder) },
  };
};
