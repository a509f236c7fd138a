import type { HouseholdEvent, HouseholdId, PersonId } from '@xianjie/domain';
import type { HouseholdEventCodec } from '@xianjie/contracts';
import type { Append, Claim, NewEvent, Note, Origin } from '@xianjie/log';
import { v7 } from 'uuid';
import { heardNote, noteOf } from '../books';
import type { Heard, HeardBook } from '../books';
import { recordIn } from '../case-files';
import type { CaseFile } from '../case-files';

/** Who or what says so, for every event of one append. */
export type Provenance = Readonly<{
  shard: string;
  commandId: string;
  source: string;
  originOf: (event: HouseholdEvent) => Origin;
}>;

type Pending = { readonly expectedVersion: number; readonly events: NewEvent[] };

const ROSTER_EVENTS: ReadonlySet<HouseholdEvent['type']> = new Set([
  'HouseholdEnrolled',
  'HouseholdRemoved',
  'HouseholdReinstated',
  'HouseholdRenumbered',
  'HouseholdMoved',
  'DivisionCodeMapped',
  'DibaoEnrolled',
  'DibaoCorrected',
  'MemberAdded',
  'MemberRemoved',
  'MemberCorrected',
]);

/** One append in the making: what one report changes, over all the households that it concerns (S-7, S-13). */
export class Draft {
  private readonly streams = new Map<HouseholdId, Pending>();
  private readonly claims = new Map<string, PersonId>();
  private readonly notes = new Map<string, Note>();
  private rosters = false;

  constructor(
    private readonly codec: HouseholdEventCodec,
    private readonly provenance: Provenance,
  ) {}

  /** Encodes the event and carries the file forward, so that what comes next already knows it. Gives the event's id. */
  record(file: CaseFile, county: string, event: HouseholdEvent): string {
    const { source, originOf } = this.provenance;
    const pending = this.streams.get(file.id) ?? { expectedVersion: file.version, events: [] };
    const id = v7();
    this.rosters ||= ROSTER_EVENTS.has(event.type);
    const encoded = this.codec.encode(event, { householdId: file.id, county });
    pending.events.push({ id, ...encoded, effectiveOn: event.on, origin: originOf(event), source, county });
    this.streams.set(file.id, pending);
    recordIn(file, { eventId: id, event, county, version: file.version + 1 });
    return id;
  }

  claim(hash: string, person: PersonId): void {
    this.claims.set(hash, person);
  }

  note(book: string, key: string, scope: string, value: object | null): void {
    this.notes.set(`${book} ${key}`, noteOf(book, key, scope, value));
  }

  noteHeard(book: HeardBook, key: string, scope: string, heard: Heard): void {
    this.notes.set(`${book} ${key}`, heardNote(book, key, scope, heard));
  }

  get events(): number {
    let count = 0;
    for (const { events } of this.streams.values()) count += events.length;
    return count;
  }

  /** Who is on a roster, or stands for a case, is not as before. */
  get changesRosters(): boolean {
    return this.rosters;
  }

  append(): Append {
    const streams = [...this.streams].map(([stream, pending]) => ({ stream, ...pending }));
    // Everybody takes claims in hash order (S-12).
    const claims = [...this.claims].sort(([a], [b]) => (a < b ? -1 : 1)).map(([hash, owner]): Claim => ({ hash, owner }));
    const { shard, commandId } = this.provenance;
    return { shard, commandId, streams, claims, notes: [...this.notes.values()] };
  }
}
