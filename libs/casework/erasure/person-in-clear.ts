import type { PersonId, Sealed } from '@xianjie/domain';
import type { PersonInClear } from '@xianjie/sources';
import type { Note, RecordedEvent } from '@xianjie/log';
import { books, valueOf } from '../books';
import type { Heard, Whereabouts } from '../books';
import type { CaseworkParts } from '../hearing/parts';

/** What the hub holds of persons, read for the last time: kept in memory only. */
export type Known = Readonly<{
  persons: readonly PersonInClear[];
  households: readonly string[];
  /** Record keys of registrations and cases that list them, with the county of each. */
  records: readonly Readonly<{ key: string; county: string }>[];
  /** Divisions in which they were listed. */
  divisions: readonly string[];
}>;

const isSealed = (value: object): value is Sealed => 'box' in value && 'digest' in value && 'person' in value;

/** Every value of an event, with the name of its field. */
function* valuesIn(value: unknown, field: string): Iterable<readonly [string, unknown]> {
  yield [field, value];
  if (typeof value !== 'object' || value === null || isSealed(value)) return;
  for (const [name, inside] of Object.entries(value)) yield* valuesIn(inside, Array.isArray(value) ? field : name);
}

const NAMES: ReadonlySet<string> = new Set(['name', 'accountHolder', 'holder']);
const COUNTIES: ReadonlySet<string> = new Set(['county', 'fromCounty', 'toCounty']);

class Gathering {
  private readonly sealed = new Map<string, readonly [string, Sealed]>();
  readonly numbers = new Set<string>();
  readonly divisions = new Set<string>();
  readonly others = new Set<string>();
  /** Those that pay a case among them: its household's events bear the county where that is registered. */
  readonly counties = new Set<string>();

  constructor(private readonly persons: ReadonlySet<PersonId>) {}

  /** Whether the event bears a value of one of the persons. */
  take(event: object): boolean {
    let isTheirs = false;
    for (const [field, value] of valuesIn(event, '')) {
      if (typeof value === 'string') {
        if (field === 'registryNo' || field === 'caseNo') this.numbers.add(value);
        if (field === 'division') this.divisions.add(value);
        if (COUNTIES.has(field)) this.counties.add(value);
        if (field === 'other') this.others.add(value);
      } else if (
        typeof value === 'object' &&
        value !== null &&
        isSealed(value) &&
        this.persons.has(value.person) &&
        value.box !== ''
      ) {
        isTheirs = true;
        this.sealed.set(`${value.person} ${value.digest} ${field}`, [field, value]);
      }
    }
    return isTheirs;
  }

  /** Names and numbers of one of the persons. */
  of(person: PersonId): readonly (readonly [string, Sealed])[] {
    return [...this.sealed.values()].filter(([, value]) => value.person === person);
  }
}

/** Streams of these households and of all that merged with them or split off; `theirs` are those that list or listed the persons. */
const gather = async ({ log, codec }: CaseworkParts, gathering: Gathering, first: readonly string[]) => {
  const read = new Map<string, readonly RecordedEvent[]>();
  const theirs = new Set(first);
  for (let missing = first; missing.length > 0;) {
    const streams = await log.readMany(missing);
    for (const id of missing) {
      read.set(id, streams.get(id) ?? []);
      for (const event of streams.get(id) ?? [])
        if (codec.knows(event.type) && gathering.take(codec.decode(event))) theirs.add(id);
    }
    missing = [...gathering.others].filter((id) => !read.has(id));
  }
  return { read, theirs };
};

const recordsOf = async ({ log }: CaseworkParts, households: ReadonlySet<string>, counties: ReadonlySet<string>) => {
  const records: { key: string; county: string }[] = [];
  for (const county of counties)
    for (const book of [books.heardPoverty, books.heardDibao])
      for await (const page of log.notesIn(book, county))
        for (const note of page)
          if (households.has(valueOf<Heard>(note)?.household ?? '')) records.push({ key: note.key, county });
  return records;
};

/** Reads all of a county's heard notes, some hundred thousand at most: an erasure is rare. */
export const readInClear = async (parts: CaseworkParts, persons: readonly PersonId[], found: Iterable<Note>): Promise<Known> => {
  const whereabouts = [...found];
  const first = new Set(whereabouts.flatMap((note) => valueOf<Whereabouts>(note)?.households ?? []));
  const gathering = new Gathering(new Set(persons));
  const { read, theirs } = await gather(parts, gathering, [...first]);
  const heardIn = [...read.values()].flatMap((events) => events.map(({ county }) => county));
  const counties = new Set([...heardIn, ...gathering.counties, ...whereabouts.map(({ scope }) => scope)]);
  const records = await recordsOf(parts, new Set(read.keys()), counties);
  const numbers = [...new Set([...gathering.numbers, ...records.map(({ key }) => key.slice(key.lastIndexOf('/') + 1))])];
  const keys = await parts.vault.unlock(persons);
  const inClear = persons.map((person): PersonInClear => {
    const opened = gathering.of(person).flatMap(([field, sealed]) => {
      const text = keys.open(sealed);
      return text === null ? [] : [[field, text] as const];
    });
    const texts = (of: (field: string) => boolean) => [...new Set(opened.filter(([field]) => of(field)).map(([, text]) => text))];
    return { person, names: texts((field) => NAMES.has(field)), numbers: texts((field) => field === 'idNo'), records: numbers };
  });
  return { persons: inClear, households: [...theirs], records, divisions: [...gathering.divisions] };
};
