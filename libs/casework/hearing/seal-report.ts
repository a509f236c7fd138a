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

export const sealRegistration = (
  keys: PersonKeys,
  report: ReportedRegistryHousehold,
  resolved: readonly Resolved[],
  { registration }: Household,
): RegistryReport => {
  const { recordKey: _, evidence: _evidence, withheldRows, headName, members: _members, ...facts } = report;
  const listed = living(resolved).map((one) => registryMember(keys, one));
  const members = withheld(withheldRows, Object.values(registration?.members ?? {}), listed, resolved);
  return { ...facts, head: headOf(living(resolved), headName), members, deaths: deathsOf(resolved) };
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
    headName,
    members: _members,
    bank,
    accountNo,
    accountHolder,
    phone: _phone,
    ...facts
  } = report;
  const listed = living(resolved).map((one) => caseMember(keys, one));
  const members = withheld(withheldRows, Object.hasOwn(cases, caseKey) ? (cases[caseKey]?.members ?? []) : [], listed, resolved);
  const applicant = headOf(living(resolved), headName);
  const holder = resolved.find(({ member }) => member.name === accountHolder)?.person ?? applicant;
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
