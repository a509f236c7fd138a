import { books, householdEventsOf, valueOf } from '@xianjie/casework';
import type { HouseholdEventCodec } from '@xianjie/contracts';
import { foldHousehold, isHouseholdStream, normaliseIdentifier } from '@xianjie/domain';
import type { CaseMember, HouseholdEvent, HouseholdId, PersonId, RegistryMember, Sealed } from '@xianjie/domain';
import type { EventLog, StreamEvents } from '@xianjie/log';
import type { PersonVault } from '@xianjie/persons';

// What the hub holds, found by a row's own numbers: every number that a registration or case ever had, every member it ever listed.

type CaseRow = Readonly<{ person: PersonId; name: Sealed; idNo: Sealed | null }>;
export type HubIndex = Readonly<{
  /** Persons of open differences CR-03 and CR-04. */
  doubled: Readonly<{ registry: ReadonlySet<PersonId>; dibao: ReadonlySet<PersonId> }>;
  registrations: ReadonlyMap<string, Readonly<{ household: HouseholdId; members: ReadonlyMap<string, PersonId> }>>;
  cases: ReadonlyMap<
    string,
    Readonly<{ household: HouseholdId; byId: ReadonlyMap<string, PersonId>; byName: ReadonlyMap<string, PersonId> }>
  >;
}>;

type Open = {
  registrations: Map<string, { household: HouseholdId; members: Map<string, PersonId> }>;
  caseRows: Map<string, { household: HouseholdId; rows: CaseRow[] }>;
  doubled: Readonly<Record<'CR-03' | 'CR-04', Set<PersonId>>>;
};

/** `first` is the first code of a county's lineage, as truth writes its keys. */
export type FirstCode = (county: string) => string;

const registryMembersIn = (event: HouseholdEvent): readonly RegistryMember[] => {
  if (event.type === 'HouseholdEnrolled' || event.type === 'HouseholdSplit') return event.members;
  if ((event.type === 'MemberAdded' || event.type === 'MemberCorrected') && event.registryMember) return [event.registryMember];
  return [];
};
const caseMembersIn = (event: HouseholdEvent): readonly Readonly<{ caseKey: string; member: CaseMember }>[] => {
  if (event.type === 'DibaoEnrolled') return event.members.map((member) => ({ caseKey: event.caseKey, member }));
  if (event.type === 'HouseholdMerged' || event.type === 'HouseholdSplit')
    return event.cases.flatMap(({ caseKey, members }) => members.map((member) => ({ caseKey, member })));
  if ((event.type === 'MemberAdded' || event.type === 'MemberCorrected') && event.caseMember && event.caseKey)
    return [{ caseKey: event.caseKey, member: event.caseMember }];
  return [];
};

const take = (open: Open, codec: HouseholdEventCodec, first: FirstCode, { stream, events }: StreamEvents): void => {
  const known = householdEventsOf(codec, events);
  const state = foldHousehold(known);
  if (known.length === 0 || state.supersededBy !== null) return;
  let members = new Map<string, PersonId>();
  for (const { event, county } of known) {
    if (event.type === 'HouseholdEnrolled' || event.type === 'HouseholdRenumbered') {
      // Under another number its members may be counted otherwise from then on.
      members = new Map(members);
      open.registrations.set(`${first(county)}/${event.registryNo}`, { household: stream, members });
    }
    for (const { memberNo, person } of registryMembersIn(event)) members.set(memberNo, person);
  }
  for (const { ruleId, persons } of Object.values(state.differences))
    if (ruleId === 'CR-03' || ruleId === 'CR-04') for (const person of persons) open.doubled[ruleId].add(person);
  for (const spell of Object.values(state.cases)) {
    const rows = known.flatMap(({ event }) => caseMembersIn(event).filter(({ caseKey }) => caseKey === spell.caseKey));
    open.caseRows.set(`${first(spell.county)}/${spell.caseNo}/${spell.grantedFrom}`, {
      household: stream,
      rows: rows.map(({ member }) => member),
    });
  }
};

export const plainName = (name: string): string => name.normalize('NFKC').replace(/[\s·•・．]/g, '');
/** Null for a number that lost its digits in a spreadsheet: its row waits, so the hub has no such person (S-11). */
export const plainId = (raw: string): string | null => {
  const read = normaliseIdentifier(raw, {});
  return 'zeroed' in read ? null : (read.idNo ?? raw.normalize('NFKC').trim().toUpperCase());
};

/** Persons who were found to be another are answered with that one. */
export const readHubIndex = async (
  log: EventLog,
  vault: PersonVault,
  codec: HouseholdEventCodec,
  first: FirstCode,
): Promise<HubIndex> => {
  const doubled = { 'CR-03': new Set<PersonId>(), 'CR-04': new Set<PersonId>() };
  const open: Open = { registrations: new Map(), caseRows: new Map(), doubled };
  const sameAs = new Map<PersonId, PersonId>();
  for (const shard of await log.shards()) {
    const { number } = await log.head(shard);
    for await (const stream of log.readShard(shard, number))
      if (isHouseholdStream(stream.stream)) take(open, codec, first, stream);
    for await (const page of log.notesIn(books.sameAs, shard))
      for (const note of page) {
        const said = valueOf<{ person: PersonId }>(note);
        if (said) sameAs.set(note.key, said.person);
      }
  }
  const survivor = (person: PersonId): PersonId => (sameAs.has(person) ? survivor(sameAs.get(person) as PersonId) : person);
  const cases = new Map<string, { household: HouseholdId; byId: Map<string, PersonId>; byName: Map<string, PersonId> }>();
  for (const [key, { household, rows }] of open.caseRows) {
    const names = await vault.open(rows.map(({ name }) => name));
    const ids = await vault.open(rows.map(({ name, idNo }) => idNo ?? name));
    const byId = new Map<string, PersonId>();
    const byName = new Map<string, PersonId>();
    rows.forEach(({ person, idNo }, at) => {
      const id = idNo !== null && ids[at] ? plainId(ids[at]) : null;
      if (id !== null) byId.set(id, survivor(person));
      // A father and his son may bear one name: it says who somebody is only where no number does.
      else if (names[at]) byName.set(plainName(names[at]), survivor(person));
    });
    cases.set(key, { household, byId, byName });
  }
  for (const { members } of open.registrations.values()) for (const [no, person] of members) members.set(no, survivor(person));
  const survivors = (persons: ReadonlySet<PersonId>): ReadonlySet<PersonId> => new Set([...persons].map(survivor));
  const twice = { registry: survivors(doubled['CR-03']), dibao: survivors(doubled['CR-04']) };
  return { registrations: open.registrations, cases, doubled: twice };
};
