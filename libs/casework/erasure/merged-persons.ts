import type { PersonId } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import { books, valueOf } from '../books';

/** All ids under which one person is known (S-25), and the one that stands. Reads the whole book: one row an identity review. */
export const mergedWith = async (
  log: EventLog,
  shard: string,
  asked: PersonId,
): Promise<Readonly<{ person: PersonId; persons: readonly PersonId[] }>> => {
  const sameAs = new Map<PersonId, PersonId>();
  for await (const page of log.notesIn(books.sameAs, shard))
    for (const note of page) {
      const said = valueOf<{ person: PersonId }>(note);
      if (said) sameAs.set(note.key, said.person);
    }
  const standing = (person: PersonId, seen: ReadonlySet<PersonId> = new Set()): PersonId => {
    const next = sameAs.get(person);
    return next === undefined || seen.has(next) ? person : standing(next, new Set([...seen, person]));
  };
  const person = standing(asked);
  const others = [...sameAs.keys()].filter((one) => one !== person && standing(one) === person);
  return { person, persons: [person, ...others] };
};
