import type { LocalDate, PersonId } from '../values';
import type { HouseholdEvent } from './household.events';
import { sameSealed } from './personal';
import type { Sealed } from './personal';
import type { CaseKey } from './reports';
import type { CaseMember, RegistryMember } from './roster';
import type { Household } from './state';

// Two rosters of one record, compared person by person.

type Member = Readonly<{ person: PersonId; provisional: boolean; memberNo?: string }>;
type Roster<M> = Readonly<{
  caseKey: CaseKey | null;
  of: (member: M) => Readonly<{ registryMember: RegistryMember | null; caseMember: CaseMember | null }>;
  /** Whoever is known to have died has left for that reason. */
  deceased: Household['deceased'];
}>;

const isSealed = (value: unknown): value is Sealed => typeof value === 'object' && value !== null && 'digest' in value;
const sameValue = (a: unknown, b: unknown): boolean => (isSealed(a) && isSealed(b) ? sameSealed(a, b) : a === b);
/** Names of the fields that differ; personal values by their digests. */
const differing = (was: object, said: object): string[] =>
  Object.entries(said)
    .filter(([field, value]) => !sameValue((was as Record<string, unknown>)[field], value))
    .map(([field]) => field);

/** The provisional person of the same 人编号 whom an identity review has replaced by this one (S-11). */
const predecessorOf = <M extends Member>(known: readonly M[], said: ReadonlySet<PersonId>, member: M): M | undefined =>
  member.memberNo === undefined
    ? undefined
    : known.find(({ person, memberNo, provisional }) => provisional && memberNo === member.memberNo && !said.has(person));

export const rosterChanges = <M extends Member>(
  known: readonly M[],
  said: readonly M[],
  on: LocalDate,
  { caseKey, of, deceased }: Roster<M>,
): readonly HouseholdEvent[] => {
  const before = new Map(known.map((member) => [member.person, member]));
  const listed = new Map(said.map((member) => [member.person, member]));
  const persons = new Set(listed.keys());
  const replaced = new Set<PersonId>();
  const events: HouseholdEvent[] = [];
  for (const [person, member] of listed) {
    const was = before.get(person);
    if (was !== undefined) {
      const changed = differing(was, member);
      if (changed.length > 0) events.push({ type: 'MemberCorrected', on, caseKey, person, was: null, ...of(member), changed });
      continue;
    }
    const predecessor = predecessorOf(known, persons, member);
    if (predecessor === undefined || replaced.has(predecessor.person)) {
      events.push({ type: 'MemberAdded', on, caseKey, ...of(member), cause: null });
      continue;
    }
    replaced.add(predecessor.person);
    const changed = differing(predecessor, member);
    events.push({ type: 'MemberCorrected', on, caseKey, person, was: predecessor.person, ...of(member), changed });
  }
  for (const person of before.keys())
    if (!persons.has(person) && !replaced.has(person))
      events.push({ type: 'MemberRemoved', on, caseKey, person, cause: Object.hasOwn(deceased, person) ? '死亡' : null });
  return events;
};
