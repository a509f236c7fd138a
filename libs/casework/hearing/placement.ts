import type { DibaoCase, Household, PersonId } from '@xianjie/domain';
import type { ReportedRegistryHousehold } from '@xianjie/sources';
import type { CaseFile } from '../case-files';
import type { Batch } from './batch';
import type { HearItem } from './item';
import { HEADS } from './seal-report';

// Which household a record belongs to (S-10). Everything here depends on rosters alone, never on the order of hearing.

const isRegistered = ({ registration }: Household, person: PersonId): boolean =>
  registration !== null && Object.hasOwn(registration.members, person);

const registrationKey = ({ state: { registration } }: CaseFile): string =>
  `${registration?.removedOn === null ? 0 : 1}/${registration?.county}/${registration?.registryNo}`;

/** The household whose registration lists the person; of several (CR-03) a standing one, then the lowest number. */
export const registeredAt = (batch: Batch, person: PersonId): CaseFile | null =>
  batch
    .filesOf(person)
    .filter(({ state }) => isRegistered(state, person))
    .toSorted((a, b) => (registrationKey(a) < registrationKey(b) ? -1 : 1))[0] ?? null;

const coveredAt = (batch: Batch, person: PersonId): readonly CaseFile[] =>
  batch
    .filesOf(person)
    .filter(({ state }) => Object.values(state.cases).some(({ members }) => members.some((member) => member.person === person)));

/**
 * The registered household of a case: its applicant's; without one, that of most members, and of several the lowest number.
 * Null when no member is registered.
 */
export const homeOf = (batch: Batch, applicant: PersonId | null, members: readonly PersonId[]): CaseFile | null => {
  const ofApplicant = applicant === null ? null : registeredAt(batch, applicant);
  if (ofApplicant !== null) return ofApplicant;
  const votes = new Map<CaseFile, number>();
  for (const person of members) {
    const file = registeredAt(batch, person);
    if (file !== null) votes.set(file, (votes.get(file) ?? 0) + 1);
  }
  const ranked = [...votes].toSorted(([a, n], [b, m]) => m - n || (registrationKey(a) < registrationKey(b) ? -1 : 1));
  return ranked[0]?.[0] ?? null;
};

const byRoster = (batch: Batch, { applicant, members }: DibaoCase): CaseFile | null =>
  homeOf(
    batch,
    applicant,
    members.map(({ person }) => person),
  );

/** Nobody in the case is registered, but somebody is also in a case that has a registered household: of several, the lowest number. */
const byCompany = (batch: Batch, spell: DibaoCase): CaseFile | null => {
  const members = new Set(spell.members.map(({ person }) => person));
  const isCompany = (file: CaseFile, other: DibaoCase): boolean =>
    other.caseKey !== spell.caseKey && other.members.some(({ person }) => members.has(person)) && byRoster(batch, other) === file;
  const files = [...new Set([...members].flatMap((person) => coveredAt(batch, person)))]
    .filter((file) => !isProvisional(file) && Object.values(file.state.cases).some((other) => isCompany(file, other)))
    .toSorted((a, b) => (registrationKey(a) < registrationKey(b) ? -1 : 1));
  return files[0] ?? null;
};

export const homeOfCase = (batch: Batch, spell: DibaoCase): CaseFile | null => byRoster(batch, spell) ?? byCompany(batch, spell);

const isProvisional = ({ state }: CaseFile): boolean => state.registration === null;
const eldest = (files: readonly CaseFile[]): CaseFile | null => files.toSorted((a, b) => (a.id < b.id ? -1 : 1))[0] ?? null;

/** Households without a registration that cover any of these persons: a registration, or a case, joins them. */
export const provisionalOf = (batch: Batch, persons: readonly PersonId[]): readonly CaseFile[] => [
  ...new Set(persons.flatMap((person) => coveredAt(batch, person)).filter(isProvisional)),
];

const agrees = ({ state }: CaseFile, persons: readonly PersonId[]): boolean =>
  state.registration === null || persons.some((person) => isRegistered(state, person));

type Listing = Pick<ReportedRegistryHousehold, 'registryNo' | 'members' | 'withheldRows' | 'isChanges'>;
const hasHead = ({ members }: Listing): boolean => members.some(({ relation }) => HEADS.includes(relation));

/**
 * Every member it has may be among the rows that wait in quarantine, which count as present; or in a file of changes there is no row of
 * theirs, and whoever the rows add brings no head along (S-6).
 */
const mayBeUnspoken = ({ state: { registration } }: CaseFile, report: Listing): boolean =>
  registration !== null &&
  ((report.withheldRows > 0 && Object.keys(registration.members).length <= report.withheldRows) ||
    (report.isChanges === true && !hasHead(report)));

/** A registration under another number: at least half of its members are in the report, and its own number is listed no more. */
const renumbered = (batch: Batch, persons: readonly PersonId[]): CaseFile | null => {
  const files = [...new Set(persons.flatMap((person) => registeredAt(batch, person) ?? []))];
  const isMost = ({ state }: CaseFile): boolean => {
    const members = Object.keys(state.registration?.members ?? {});
    return members.filter((person) => persons.includes(person)).length * 2 >= members.length;
  };
  return eldest(files.filter((file) => isMost(file) && batch.isGone(file)));
};

export type Placed = Readonly<{
  file: CaseFile;
  /** The number was another household's, with no member in common: that one is listed no more. */
  displaced: CaseFile | null;
}>;

export const placeRegistration = (batch: Batch, item: HearItem, report: Listing, persons: readonly PersonId[]): Placed => {
  const known = batch.knownFile(item);
  if (known && (agrees(known, persons) || mayBeUnspoken(known, report))) return { file: known, displaced: null };
  const same = persons
    .map((person) => registeredAt(batch, person))
    .find((file) => file?.state.registration?.registryNo === report.registryNo);
  if (same) return { file: same, displaced: null };
  const file = renumbered(batch, persons) ?? eldest(provisionalOf(batch, persons)) ?? batch.files.open();
  return { file, displaced: known ?? null };
};

export const placeCase = (batch: Batch, item: HearItem, applicant: PersonId | null, persons: readonly PersonId[]): CaseFile => {
  const known = batch.knownFile(item);
  if (known) return known;
  const covering = [...new Set(persons.flatMap((person) => coveredAt(batch, person)))];
  const ofApplicant = applicant === null ? [] : coveredAt(batch, applicant);
  return homeOf(batch, applicant, persons) ?? eldest(ofApplicant) ?? eldest(covering) ?? batch.files.open();
};
