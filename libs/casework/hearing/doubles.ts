import { doubleChanges, standingOf } from '@xianjie/domain';
import type { Elsewhere, HouseholdId, LocalDate, PersonId } from '@xianjie/domain';
import { books, valueOf } from '../books';
import type { Whereabouts } from '../books';
import type { CaseFile, CaseFiles } from '../case-files';
import type { Draft } from './draft';
import { countyOf } from './moves';
import type { CaseworkParts } from './parts';

export type FilesOf = (person: PersonId) => Iterable<CaseFile>;

const standingIn = (files: readonly CaseFile[], person: PersonId): Elsewhere => {
  const standings = files.map(({ id, state }) => ({ id, ...standingOf(state, person) }));
  return {
    registrations: standings.flatMap(({ registrations }) => registrations),
    cases: standings.flatMap(({ cases }) => cases),
    coveredIn: standings.flatMap(({ id, cases }) => (cases.length > 0 ? [id] : [])),
  };
};

/**
 * CR-03, CR-04 and CR-25, after rosters or stages have changed: every household that lists one of these persons says so itself (S-13).
 * `left`: households that list some of them no more.
 */
export const compareDoubles = (
  draft: Draft,
  filesOf: FilesOf,
  persons: Iterable<PersonId>,
  on: LocalDate,
  left: Iterable<CaseFile> = [],
): void => {
  const elsewhere = new Map<CaseFile, Map<PersonId, Elsewhere>>();
  for (const person of new Set(persons)) {
    const files = [...new Set([...filesOf(person), ...left])].filter(({ state }) => state.supersededBy === null);
    for (const file of files) {
      const others = files.filter((other) => other !== file);
      const known = elsewhere.get(file) ?? new Map<PersonId, Elsewhere>();
      elsewhere.set(file, known.set(person, standingIn(others, person)));
    }
  }
  for (const [file, standings] of elsewhere)
    for (const event of doubleChanges(file.state, standings, on)) draft.record(file, countyOf(file), event);
};

/** The households of a few persons, read now: for a decision, which knows one household only. */
export const readFilesOf = async (
  log: CaseworkParts['log'],
  files: CaseFiles,
  persons: readonly PersonId[],
): Promise<FilesOf> => {
  const notes = await log.notes(books.person, persons);
  const whereabouts = new Map<PersonId, readonly HouseholdId[]>();
  for (const person of persons) whereabouts.set(person, valueOf<Whereabouts>(notes.get(person))?.households ?? []);
  await files.load([...whereabouts.values()].flat());
  return (person) => new Set((whereabouts.get(person) ?? []).flatMap((id) => files.get(id) ?? []));
};
