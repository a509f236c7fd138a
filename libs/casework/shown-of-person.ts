import { documentOf } from '@xianjie/domain';
import type { CountyCode, PersonId } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import { books, valueOf } from './books';
import type { Whereabouts } from './books';
import { mergedWith } from './erasure/merged-persons';
import { ListStreams } from './exit-lists/list-stream';

export type ShownOfPerson = Readonly<{
  persons: ReadonlySet<PersonId>;
  households: ReadonlySet<string>;
  documents: ReadonlySet<string>;
}>;

/** The registries are of 2013 and later. */
const FIRST_YEAR = 2013;

/**
 * What shows a person: every id under which they are known, the households on whose rosters they are or were, and the versions of
 * exit lists that have a line of theirs. Null when nobody is known under the id. `year`: the last whose list may exist; `lineage`: every code of a county.
 */
export const shownOfPerson = async (
  log: EventLog,
  asked: PersonId,
  year: number,
  lineage: (county: CountyCode) => readonly CountyCode[],
): Promise<ShownOfPerson | null> => {
  const scope = (await log.notes(books.person, [asked])).get(asked)?.scope;
  if (scope === undefined) return null;
  const { persons } = await mergedWith(log, scope.slice(0, 2), asked);
  const notes = [...(await log.notes(books.person, persons)).values()];
  const households = new Set(notes.flatMap((note) => valueOf<Whereabouts>(note)?.households ?? []));
  const streams = await log.readMany([...households]);
  const heardIn = new Set([...streams.values()].flatMap((events) => events.map(({ county }) => county)));
  // A list may have been opened under a code that the county got only later (S-20).
  const counties = new Set([...heardIn].flatMap(lineage));
  const documents = new Set<string>();
  const lists = new ListStreams(log);
  for (const county of counties)
    for (let of = FIRST_YEAR; of <= year; of += 1) {
      const { events, listId } = await lists.load(county, of);
      for (const event of events)
        if (event.type === 'LinesHashed' && event.lines.some(({ person }) => persons.includes(person)))
          documents.add(documentOf(listId, event.version));
    }
  return { persons: new Set(persons), households, documents };
};
