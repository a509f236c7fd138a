import type { CaseMember, DibaoCase, Household, PersonId, RegistryMember } from '@xianjie/domain';

/** Every row of a household's rosters: the registration's, and those of its cases. */
export const rowsOf = ({ registration, cases }: Household): readonly (RegistryMember | CaseMember)[] => [
  ...Object.values(registration?.members ?? {}),
  ...membersOf(Object.values(cases)),
];

const membersOf = (spells: readonly DibaoCase[]): readonly CaseMember[] => spells.flatMap(({ members }) => members);

/** Everybody on a household's rosters. */
export const personsOf = (household: Household): readonly PersonId[] => rowsOf(household).map(({ person }) => person);

/** Everybody whom these cases list, covered or not. */
export const listedIn = (spells: readonly DibaoCase[]): ReadonlySet<PersonId> =>
  new Set(membersOf(spells).map(({ person }) => person));

export const isListed = (household: Household, person: PersonId): boolean =>
  rowsOf(household).some((row) => row.person === person);
