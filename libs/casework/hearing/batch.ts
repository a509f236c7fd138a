import type { HouseholdId, PersonId, Sealed } from '@xianjie/domain';
import type { IdentifierHasher, PersonKeys } from '@xianjie/persons';
import { books, heardBookOf, valueOf } from '../books';
import type { ErasedNames, Heard, IdentityReviewNote, Whereabouts } from '../books';
import { CaseFiles } from '../case-files';
import type { CaseFile } from '../case-files';
import type { CaseworkParts } from './parts';
import { hashOf } from './hashes';
import type { Hashes } from './hashes';
import { isAbsence, numbersIn, shardOf } from './item';
import type { HearItem } from './item';
import { followMoved, holderOf } from './moved-cases';
import { readReviews } from './read-reviews';

/** Everything that the reports of one batch touch, read in bulk beforehand, so that hearing itself waits for nothing. */
export class Batch {
  /** Owner of each identifier hash, with those this batch gives an owner. */
  readonly owners = new Map<string, PersonId>();
  private readonly heard = new Map<string, Heard | null>();
  private readonly whereabouts = new Map<PersonId, readonly HouseholdId[]>();
  /** Households whose registration the snapshot does not list under the number it had. */
  private readonly gone = new Set<HouseholdId>();
  /** Identity reviews that may change, by id. */
  readonly reviews = new Map<string, IdentityReviewNote>();
  keys!: PersonKeys;
  private readonly erasedNames = new Map<PersonId, ReadonlySet<string>>();

  private constructor(
    private readonly parts: CaseworkParts,
    readonly hasher: IdentifierHasher,
    readonly files: CaseFiles,
    private readonly hashes: Hashes,
  ) {}

  /** `departed`: record keys that the snapshot does not list. */
  static async open(
    parts: CaseworkParts,
    items: readonly HearItem[],
    hashes: Hashes,
    departed: ReadonlySet<string>,
  ): Promise<Batch> {
    const hasher = parts.hasherOf(shardOf(items[0].report.county));
    const batch = new Batch(parts, hasher, new CaseFiles(parts.log, parts.codec), hashes);
    const [owners] = await Promise.all([
      parts.log.owners([...new Set(items.flatMap((item) => batch.hashesIn(item)))]),
      batch.readHeard(items),
    ]);
    for (const [hash, owner] of owners) batch.owners.set(hash, owner);
    const heard = [...batch.heard.values()].flatMap((last) => last?.household ?? []);
    await batch.readPersons(owners.values(), heard);
    const cases = items.filter(({ report }) => report.system === 'dibao');
    const last = cases.map((item) => ({ recordKey: item.report.recordKey, file: batch.knownFile(item) }));
    const moved = await followMoved(parts, batch.files, last);
    if (moved.length > 0) await batch.readPersons([], moved);
    if (items.some(({ report }) => report.system === 'registry')) await batch.readGone(departed);
    await readReviews(parts.log, batch);
    batch.keys = await parts.vault.unlock([...new Set([...owners.values(), ...batch.personsOnRosters()])]);
    await batch.readErasedNames();
    return batch;
  }

  /** The same for persons, without a report: for an identity review. */
  static async ofPersons(parts: CaseworkParts, shard: string, persons: readonly PersonId[]): Promise<Batch> {
    const batch = new Batch(parts, parts.hasherOf(shard), new CaseFiles(parts.log, parts.codec), new Map());
    await batch.readPersons(persons);
    await readReviews(parts.log, batch);
    batch.keys = await parts.vault.unlock([...new Set([...persons, ...batch.personsOnRosters()])]);
    return batch;
  }

  lastHeard({ report }: HearItem): Heard | null {
    return this.heard.get(`${heardBookOf(report.system)} ${report.recordKey}`) ?? null;
  }

  /** The household where the record was last heard, mergers followed; a case that has left it since is found where it lives now. */
  knownFile(item: HearItem): CaseFile | undefined {
    const last = this.lastHeard(item);
    const known = last === null ? undefined : this.files.get(last.household);
    const { system, recordKey } = item.report;
    return known === undefined || system === 'registry' ? known : holderOf(this.files, known, recordKey);
  }

  isGone({ id, state: { registration } }: CaseFile): boolean {
    return registration === null || registration.removedOn !== null || this.gone.has(id);
  }

  hashOf(idNo: string): string {
    return hashOf(this.hasher, this.hashes, idNo);
  }

  /** Households on whose rosters the person may be, mergers followed. */
  filesOf(person: PersonId): readonly CaseFile[] {
    const files = (this.whereabouts.get(person) ?? []).flatMap((id) => this.files.get(id) ?? []);
    return [...new Set(files)];
  }

  householdsOf(person: PersonId): readonly HouseholdId[] {
    return this.whereabouts.get(person) ?? [];
  }

  moved(person: PersonId, households: readonly HouseholdId[]): void {
    this.whereabouts.set(person, households);
  }

  /** Whether a row bears the name of somebody on the roster whose name can no longer be read. */
  isErasedAs(person: PersonId, name: string): boolean {
    return this.erasedNames.get(person)?.has(this.hasher.name(person, name)) === true;
  }

  /** Names under which a person is known, each once. */
  namesOf(person: PersonId): readonly Sealed[] {
    const names = new Map<string, Sealed>();
    for (const { state } of this.filesOf(person)) {
      const registered = state.registration?.members[person];
      if (registered) names.set(registered.name.digest, registered.name);
      for (const spell of Object.values(state.cases))
        for (const member of spell.members) if (member.person === person) names.set(member.name.digest, member.name);
    }
    return [...names.values()];
  }

  /** Looks up persons who are not known here yet, the households they are in, and those in cases with them. */
  async readPersons(persons: Iterable<PersonId>, households: readonly HouseholdId[] = []): Promise<void> {
    await this.readWhereabouts(persons);
    await this.files.load([...households, ...this.allWhereabouts()]);
    // A case reaches as far as its members: where they are registered decides where it lives (S-10). A member who leaves a roster may
    // still stand on another (CR-03).
    const others = [...this.personsOnRosters()];
    await this.readWhereabouts(others);
    await this.files.load(this.allWhereabouts());
  }

  private async readErasedNames(): Promise<void> {
    const erased = [...new Set(this.personsOnRosters())].filter((person) => this.keys.isErased(person));
    if (erased.length === 0) return;
    for (const [person, note] of await this.parts.log.notes(books.erasedNames, erased))
      this.erasedNames.set(person, new Set(valueOf<ErasedNames>(note)?.names));
  }

  /** A number alone may be another county's; what was last heard under the whole record key says whose it is (S-10). */
  private async readGone(departed: ReadonlySet<string>): Promise<void> {
    if (departed.size === 0) return;
    const numbers = new Set([...this.files.all()].map(({ state }) => state.registration?.registryNo));
    const keys = [...departed].filter((key) => numbers.has(key.slice(key.lastIndexOf('/') + 1)));
    if (keys.length === 0) return;
    for (const note of (await this.parts.log.notes(books.heardPoverty, keys)).values()) {
      const household = valueOf<Heard>(note)?.household;
      if (household !== undefined) this.gone.add(this.files.get(household)?.id ?? household);
    }
  }

  private async readWhereabouts(persons: Iterable<PersonId>): Promise<void> {
    const missing = [...new Set(persons)].filter((person) => !this.whereabouts.has(person));
    if (missing.length === 0) return;
    const notes = await this.parts.log.notes(books.person, missing);
    for (const person of missing) this.whereabouts.set(person, valueOf<Whereabouts>(notes.get(person))?.households ?? []);
  }

  private *allWhereabouts(): Iterable<HouseholdId> {
    for (const households of this.whereabouts.values()) yield* households;
  }

  *personsOnRosters(): Iterable<PersonId> {
    for (const { state } of this.files.all()) {
      yield* Object.keys(state.registration?.members ?? {});
      for (const spell of Object.values(state.cases)) for (const { person } of spell.members) yield person;
    }
  }

  private hashesIn({ report }: HearItem): string[] {
    return isAbsence(report) ? [] : numbersIn(report).map((idNo) => this.hashOf(idNo));
  }

  private async readHeard(items: readonly HearItem[]): Promise<void> {
    const systems = ['registry', 'dibao'] as const;
    await Promise.all(
      systems.map(async (system) => {
        const book = heardBookOf(system);
        const keys = items.filter(({ report }) => report.system === system).map(({ report }) => report.recordKey);
        if (keys.length === 0) return;
        const notes = await this.parts.log.notes(book, [...new Set(keys)]);
        for (const key of keys) this.heard.set(`${book} ${key}`, valueOf<Heard>(notes.get(key)));
      }),
    );
  }
}
