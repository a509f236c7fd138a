import { PersonEventCodec } from '@xianjie/contracts';
import { personStream } from '@xianjie/domain';
import type { LocalDate, PersonErased, PersonId } from '@xianjie/domain';
import type { Note } from '@xianjie/log';
import type { KeptSources } from '@xianjie/sources';
import { v7 } from 'uuid';
import { officialSource } from '../acting';
import type { Acting } from '../acting';
import { books, noteOf, valueOf } from '../books';
import type { ErasureNote } from '../books';
import type { CaseworkParts } from '../hearing/parts';
import { mergedWith } from './merged-persons';
import type { ParkedPayloads } from './parked-payloads';
import { readInClear } from './person-in-clear';

export type EraseAsked = Readonly<{
  person: PersonId;
  reason: string;
  /** User reference, never a name. */
  by: string;
  /** Name of the bearer token that the call came with. */
  token?: string;
  on: LocalDate;
}>;
export type Erased = Readonly<{ position: string; event: PersonErased }>;
export type EraseAnswer = Readonly<{ outcome: 'accepted' } & Erased> | Readonly<{ outcome: 'refused'; because: ErasureRefusal }>;
export type ErasureRefusal = 'unknown-person';

/**
 * Erases a person (S-25): rows go from the kept files and bytes from parked messages, then the keys go, then the erasure is recorded. The order is that of what
 * can be done again: a kill leaves a note, and `resume` goes on. The keyed hash of the number stays, as do digests of the names.
 */
export class ErasePerson {
  private readonly codec = new PersonEventCodec();

  constructor(
    private readonly parts: CaseworkParts,
    private readonly kept: KeptSources,
    private readonly parked: ParkedPayloads,
  ) {}

  /** Asked again, it answers what was recorded, or goes on where it stopped. @throws ImportAtWork: ask again when it has ended. */
  async erase(asked: EraseAsked): Promise<EraseAnswer> {
    const { log, vault } = this.parts;
    const scope = (await log.notes(books.person, [asked.person])).get(asked.person)?.scope;
    if (scope === undefined) return { outcome: 'refused', because: 'unknown-person' };
    const shard = scope.slice(0, 2);
    const { person, persons } = await mergedWith(log, shard, asked.person);
    const begun = valueOf<ErasureNote>((await log.notes(books.erasure, [person])).get(person));
    const keys = await vault.unlock(persons);
    const isWhole = persons.every((one) => keys.isErased(one) && begun?.persons.includes(one) === true);
    if (begun?.status === 'done' && isWhole) return { outcome: 'accepted', ...(await this.recorded(person)) };
    const { reason, by, token, on } = begun?.status === 'begun' ? begun : asked;
    return { outcome: 'accepted', ...(await this.work(shard, person, { status: 'begun', persons, reason, by, token, on })) };
  }

  /** Goes on with what a kill, or an import at work, has left half done. */
  async resume(shard: string): Promise<readonly Erased[]> {
    const left: [PersonId, ErasureNote][] = [];
    for await (const page of this.parts.log.notesIn(books.erasure, shard))
      for (const note of page) {
        const erasure = valueOf<ErasureNote>(note);
        if (erasure?.status === 'begun') left.push([note.key, erasure]);
      }
    const done: Erased[] = [];
    for (const [asked, erasure] of left) {
      // Somebody may have turned out to be this person meanwhile.
      const { person, persons } = await mergedWith(this.parts.log, shard, asked);
      done.push(await this.work(shard, person, { ...erasure, persons }));
    }
    return done;
  }

  private async work(shard: string, person: PersonId, erasure: ErasureNote): Promise<Erased> {
    const { log, vault, blocks, hasherOf } = this.parts;
    const { persons } = erasure;
    const known = await readInClear(this.parts, persons, (await log.notes(books.person, persons)).values());
    const hasher = hasherOf(shard);
    // Whom a kill left without a key has nothing left to be read: the names were noted before it went.
    const readable = known.persons.filter(({ names, numbers }) => names.length + numbers.length > 0);
    await this.note(shard, [
      noteOf(books.erasure, person, shard, erasure),
      ...readable.map((one) =>
        noteOf(books.erasedNames, one.person, shard, { names: one.names.map((name) => hasher.name(one.person, name)) }),
      ),
      ...known.records.map(({ key, county }) => noteOf(books.erasedRecord, key, county, {})),
    ]);
    await this.kept.bury(readable);
    await this.kept.blank(readable);
    await this.parked.erase(
      known.households,
      readable.flatMap(({ names, numbers }) => [...names, ...numbers]),
    );
    const places = known.divisions.flatMap((division) =>
      readable.flatMap((one) => one.names.map((name) => ({ hash: hasher.block(name, division), person: one.person }))),
    );
    await blocks.forget(places);
    await vault.destroyKeys(persons);
    const files = await this.kept.blankedFor(persons);
    const { reason, by, on } = erasure;
    const event: PersonErased = { type: 'PersonErased', on, person, persons, households: known.households, reason, by, files };
    return this.record(shard, event, erasure, noteOf(books.erasure, person, shard, { ...erasure, status: 'done' }));
  }

  private async record(shard: string, event: PersonErased, acting: Acting, note: Note): Promise<Erased> {
    const stream = personStream(event.person);
    const before = await this.parts.log.read(stream);
    const recorded = {
      id: v7(),
      ...this.codec.encode(event, {}),
      effectiveOn: event.on,
      origin: 'change' as const,
      source: officialSource(acting),
      // A hub-wide event: no county's fold reads it.
      county: shard.padEnd(6, '0'),
    };
    const streams = [{ stream, expectedVersion: before.length, events: [recorded] }];
    const { last } = await this.parts.log.append({ shard, commandId: v7(), streams, notes: [note] });
    return { position: `${shard}:${last?.number ?? 0}`, event };
  }

  private async recorded(person: PersonId): Promise<Erased> {
    const last = (await this.parts.log.read(personStream(person))).at(-1);
    if (!last) throw new Error(`the erasure of ${person} is noted as done and was not recorded`);
    return { position: `${last.position.shard}:${last.position.number}`, event: this.codec.decode(last) };
  }

  private async note(shard: string, notes: readonly Note[]): Promise<void> {
    await this.parts.log.append({ shard, commandId: v7(), streams: [], notes });
  }
}
