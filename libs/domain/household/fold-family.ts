import type { PersonId } from '../values';
import type { DivisionCodeMapped, HouseholdMoved, MovedCase } from './family.events';
import type { FamilyEvent } from './household.events';
import type { DibaoCase, Household } from './state';

// How the events that concern the family, its links and its differences change what is known.

type Fold<Type> = (known: Household, event: Extract<FamilyEvent, { type: Type }>) => Household;

const without = <T>(record: Readonly<Record<string, T>>, ...keys: readonly string[]): Readonly<Record<string, T>> =>
  keys.some((key) => Object.hasOwn(record, key))
    ? Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)))
    : record;

const onCase = (known: Household, caseKey: string, change: (spell: DibaoCase) => DibaoCase): Household => {
  const spell = Object.hasOwn(known.cases, caseKey) ? known.cases[caseKey] : undefined;
  return spell === undefined ? known : { ...known, cases: { ...known.cases, [caseKey]: change(spell) } };
};
const onRegistration = (
  known: Household,
  change: (registration: NonNullable<Household['registration']>) => Partial<NonNullable<Household['registration']>>,
): Household =>
  known.registration === null ? known : { ...known, registration: { ...known.registration, ...change(known.registration) } };

const settingMember = (
  known: Household,
  event: Extract<FamilyEvent, { type: 'MemberAdded' | 'MemberCorrected' }>,
  gone: PersonId | null,
): Household => {
  const { caseKey, registryMember, caseMember } = event;
  if (caseKey === null)
    return registryMember === null
      ? known
      : onRegistration(known, ({ members }) => ({
          members: { ...(gone === null ? members : without(members, gone)), [registryMember.person]: registryMember },
        }));
  if (caseMember === null) return known;
  return onCase(known, caseKey, (spell) => ({
    ...spell,
    members: [...spell.members.filter(({ person }) => person !== caseMember.person && person !== gone), caseMember],
  }));
};

/** The event by which it left its file, if it did, is the other household's. */
const arriving = (moved: MovedCase): DibaoCase => ({ ...moved, leftFileEvent: null });
const taking = (known: Household, cases: readonly MovedCase[]): Household['cases'] => ({
  ...known.cases,
  ...Object.fromEntries(cases.map((moved) => [moved.caseKey, arriving(moved)])),
});
const leaving = (known: Household, cases: readonly MovedCase[]): Household['cases'] =>
  without(known.cases, ...cases.map(({ caseKey }) => caseKey));

const placed = (
  known: Household,
  { caseKey, toCounty: county, toDivision: division }: HouseholdMoved | DivisionCodeMapped,
): Household =>
  caseKey === null
    ? onRegistration(known, () => ({ county, division }))
    : onCase(known, caseKey, (spell) => ({ ...spell, county, division }));

export const familyFolds: { readonly [Type in FamilyEvent['type']]: Fold<Type> } = {
  MemberAdded: (known, event) => settingMember(known, event, null),
  MemberCorrected: (known, event) => settingMember(known, event, event.was),
  MemberRemoved: (known, { caseKey, person }) =>
    caseKey === null
      ? onRegistration(known, ({ members }) => ({ members: without(members, person) }))
      : onCase(known, caseKey, (spell) => ({ ...spell, members: spell.members.filter((member) => member.person !== person) })),
  MemberDeceased: (known, { person, diedOn, on }) => ({ ...known, deceased: { ...known.deceased, [person]: diedOn ?? on } }),
  HeadChanged: (known, { head }) => onRegistration(known, () => ({ head })),
  HouseholdMoved: (known, event) => placed(known, event),
  DivisionCodeMapped: (known, event) => placed(known, event),
  HouseholdLinked: (known, { linkClass, links }) => ({ ...known, linkClass, links }),
  HouseholdMerged: (known, { role, other, cases }) =>
    role === 'SURVIVOR'
      ? { ...known, cases: taking(known, cases), predecessors: [...known.predecessors, other] }
      : { ...known, cases: leaving(known, cases), supersededBy: other },
  HouseholdSplit: (known, { role, other, members, cases }) => {
    if (role === 'PREDECESSOR') {
      const gone = members.map(({ person }) => person);
      return onRegistration({ ...known, cases: leaving(known, cases) }, (registration) => ({
        members: without(registration.members, ...gone),
      }));
    }
    const successor = { ...known, cases: taking(known, cases), predecessors: [...known.predecessors, other] };
    return onRegistration(successor, (registration) => ({
      members: { ...registration.members, ...Object.fromEntries(members.map((member) => [member.person, member])) },
    }));
  },
  DifferenceFound: (known, { differenceId, ruleId, severity, caseKey, persons, households, detail }) => ({
    ...known,
    differences: {
      ...known.differences,
      [differenceId]: { differenceId, ruleId, severity, caseKey, persons, households, detail },
    },
  }),
  DifferenceResolved: (known, { differenceId, settledBy }) => {
    const differences = without(known.differences, differenceId);
    if (settledBy === null) return { ...known, differences };
    const found = Object.hasOwn(known.differences, differenceId) ? known.differences[differenceId] : undefined;
    const facts = found === undefined ? true : { detail: found.detail, persons: found.persons };
    return { ...known, differences, settled: { ...known.settled, [differenceId]: facts } };
  },
  // Taking an event back means folding again without it (foldHousehold): nothing here can undo it.
  EventRetracted: (known) => known,
};
