import { randomUUID } from 'node:crypto';
import { AccessEventCodec } from '@xianjie/contracts';
import { ACCESS_STREAMS } from '@xianjie/domain';
import type { LocalDate } from '@xianjie/domain';
import type { Append, EventLog, Today } from '@xianjie/log';
import { v7 } from 'uuid';
import { RecordAccess } from './record-access';
import type { Access } from './record-access';

/** Lists the streams of a shard by day, so that an audit of some days reads no others. Scope: `access-<shard>`. */
export const STREAMS_BOOK = 'access-streams';
export const scopeOf = (shard: string): string => `${ACCESS_STREAMS}${shard}`;

/** Ids that one event names; all the open reviews of a province together would be larger than any event may be. */
const MOST_NAMED = 10_000;

/** One access as events: the rows stand in the first. */
const inParts = (access: Access): readonly Access[] => {
  if (access.type !== 'DataAccessed') return [access];
  const { households, persons, rows } = access;
  const parts = Math.max(1, Math.ceil(Math.max(households.length, persons.length) / MOST_NAMED));
  const part = (ids: readonly string[], nth: number): readonly string[] => ids.slice(nth * MOST_NAMED, (nth + 1) * MOST_NAMED);
  return Array.from({ length: parts }, (_, nth) => ({
    ...{ ...access, rows: nth === 0 ? rows : 0 },
    ...{ households: part(households, nth), persons: part(persons, nth) },
  }));
};

type Waiting = Readonly<{ access: Access; resolve: () => void; reject: (fault: unknown) => void }>;
type Stream = { readonly name: string; readonly day: LocalDate; version: number };

/**
 * Records accesses in the log. What comes while one append is under way goes into the next, together: a busy registry pays one append
 * for all who ask at once. Each process and day has a stream of its own, so nobody waits for another's version.
 */
export class LogAccess extends RecordAccess {
  private readonly codec = new AccessEventCodec();
  private waiting: Waiting[] = [];
  private isWorking = false;
  private stream: Stream | null = null;

  constructor(
    private readonly log: EventLog,
    private readonly today: Today,
    private readonly shard: string,
  ) {
    super();
  }

  protected record(access: Access): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ access, resolve, reject });
      void this.work();
    });
  }

  private async work(): Promise<void> {
    if (this.isWorking) return;
    this.isWorking = true;
    // Those who ask in the same turn go together.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.append(batch.map(({ access }) => access));
        for (const { resolve } of batch) resolve();
      } catch (fault) {
        // Whether it was written is open: another stream begins at a version that is known.
        this.stream = null;
        for (const { reject } of batch) reject(fault);
      }
    }
    this.isWorking = false;
  }

  private async append(accesses: readonly Access[]): Promise<void> {
    const on = await this.today.date();
    const stream = this.streamOf(on);
    const events = accesses.flatMap(inParts).map((access) => ({
      id: v7(),
      ...this.codec.encode({ ...access, on }, {}),
      effectiveOn: on,
      origin: 'change' as const,
      source: `operator:${access.operator}`,
      // No county's fold reads it.
      county: this.shard.padEnd(6, '0'),
    }));
    const begins = { book: STREAMS_BOOK, key: stream.name, scope: scopeOf(this.shard), value: JSON.stringify({ day: on }) };
    const append: Append = {
      ...{ shard: this.shard, commandId: v7() },
      streams: [{ stream: stream.name, expectedVersion: stream.version, events }],
      notes: stream.version === 0 ? [begins] : [],
    };
    await this.log.append(append);
    stream.version += events.length;
  }

  private streamOf(day: LocalDate): Stream {
    if (this.stream?.day !== day)
      this.stream = { name: `${scopeOf(this.shard)}-${day}-${randomUUID().slice(0, 8)}`, day, version: 0 };
    return this.stream;
  }
}
