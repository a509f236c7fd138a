import type { PersonId } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import { books, valueOf } from './books';

/** Of each person, whom officials have said that person to be, answer by answer; oneself where nobody has. */
export const standingPersons = async (
  log: Pick<EventLog, 'notes'>,
  persons: readonly PersonId[],
): Promise<(person: PersonId) => PersonId> => {
  const sameAs = new Map<PersonId, PersonId | null>();
  for (let missing = [...new Set(persons)]; missing.length > 0;) {
    const notes = await log.notes(books.sameAs, missing);
    for (const person of missing) sameAs.set(person, valueOf<{ person: PersonId }>(notes.get(person))?.person ?? null);
    missing = [...new Set(sameAs.values())].filter((next): next is PersonId => next !== null && !sameAs.has(next));
  }
  return (person) => {
    const seen = new Set([person]);
    for (let next = sameAs.get(person); next && !seen.has(next); next = sameAs.get(next)) seen.add(next);
    return [...seen].at(-1) as PersonId;
  };
};
