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

const HEADS: readonly (string | null)[] = ['户主', '本人'];

/** The member whom the report names as head or applicant; else the one who stands in the relation of a head; else the first. */
export const headOf = (resolved: readonly Resolved[], headName: string | null): PersonId | null => {
  const isHead = ({ member }: Resolved): boolean => HEADS.includes(member.relation);
  const named = resolved.filter(({ member }) => headName !== null && member.name === headName);
  return (named.find(isHead) ?? named[0] ?? resolved.find(isHead) ?? resolved[0])?.person ?? null;
};

const identityOf = (keys: PersonKeys, { person, member, name }: Resolved): Readonly<{ name: Sealed; idNo: Sealed | null }> => ({
  name: name ?? keys.seal(person, member.name),
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

/** Rows in quarantine count as present: whoever is known and not listed has not left (S-6). */
const withheld = <M extends Readonly<{ person: PersonId }>>(
  rows: number,
  known: readonly M[],
  listed: readonly M[],
  resolved: readonly Resolved[],
): readonly M[] => {
  if (rows === 0) return listed;
  const persons = new Set(resolved.map(({ person }) => person));
  return [...listed, ...known.filter(({ person }) => !persons.has(person))];
};

type Heads = Readonly<{ headName: string | null; withheldRows: number }>;

/** Whether the row of somebody known waits in quarantine: the rows that can be read say nothing of that person (S-6). */
const isWithheld = (
  { withheldRows }: Heads,
  resolved: readonly Resolved[],
  person: PersonId | null | undefined,
): person is PersonId =>
  withheldRows > 0 && person !== null && person !== undefined && !resolved.some((one) => one.person === person);

/** The head whom the rows name; where none of them does, one whose own row waits stays it. */
const headAmong = (report: Heads, resolved: readonly Resolved[], known: PersonId | null | undefined): PersonId | null => {
  const listed = living(resolved);
  const isNamed = listed.some(({ member }) => member.name === report.headName);
  return !isNamed && isWithheld(report, resolved, known) ? known : headOf(listed, report.headName);
};

export const sealRegistration = (
  keys: PersonKeys,
  report: ReportedRegistryHousehold,
  resolved: readonly Resolved[],
  { registration }: Household,
): RegistryReport => {
  const { recordKey: _, evidence: _evidence, withheldRows, headName: _head, members: _members, ...facts } = report;
  const listed = living(resolved).map((one) => registryMember(keys, one));
  const members = withheld(withheldRows, Object.values(registration?.members ?? {}), listed, resolved);
  return { ...facts, head: headAmong(report, resolved, registration?.head), members, deaths: deathsOf(resolved) };
};

export const sealCase = (
  keys: PersonKeys,
  report: ReportedDibaoCase,
  resolved: readonly Resolved[],
  caseKey: string,
  { cases }: Household,
): DibaoReport => {
  const {
    recordKey: _,
    evidence: _evidence,
    withheldRows,
    headName: _head,
    members: _members,
    bank,
    accountNo,
    accountHolder,
    phone: _phone,
    ...facts
  } = report;
  const listed = living(resolved).map((one) => caseMember(keys, one));
  const known = Object.hasOwn(cases, caseKey) ? cases[caseKey] : undefined;
  const members = withheld(withheldRows, known?.members ?? [], listed, resolved);
  const applicant = headAmong(report, resolved, known?.applicant);
  const named = resolved.find(({ member }) => member.name === accountHolder)?.person;
  const before = known?.accountHolder?.person;
  const holder = named ?? (isWithheld(report, resolved, before) ? before : applicant);
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
