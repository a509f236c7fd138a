import { AccessEventCodec } from '@xianjie/contracts';
import type { AccessEvent, LocalDate } from '@xianjie/domain';
import type { EventLog, Note } from '@xianjie/log';
import { STREAMS_BOOK, scopeOf } from './log-access';

/** What shows a person: an access concerns the person if it showed any of these. */
export type ShownOf = Readonly<{
  persons: ReadonlySet<string>;
  households: ReadonlySet<string>;
  /** Versions of lists, `XJ-450206-2016 v1`. */
  documents: ReadonlySet<string>;
}>;
export type AccessQuery = Readonly<{
  about?: ShownOf;
  operator?: string;
  /** Days, both included. */
  from?: LocalDate;
  to?: LocalDate;
  /** A position (number) of an earlier answer: what comes after it. */
  after?: number;
  limit: number;
}>;
export type AccessRecord = Readonly<{ position: string; recordedAt: string } & AccessEvent>;
export type Accesses = Readonly<{ accesses: readonly AccessRecord[] }>;

const isAbout = (event: AccessEvent, { persons, households, documents }: ShownOf): boolean => {
  switch (event.type) {
    case 'DataAccessed':
      return event.persons.some((one) => persons.has(one)) || event.households.some((one) => households.has(one));
    case 'ExportProduced':
      return documents.has(event.document);
    default:
      // A replay folds what is sealed and opens nobody's values.
      return false;
  }
};

/** Answers who looked, from the log itself. */
export class AccessAudit {
  private readonly codec = new AccessEventCodec();

  constructor(private readonly log: EventLog) {}

  /** Oldest first. Reads the streams of the days asked for: without `from` and `to` all there are. */
  async find(shard: string, query: AccessQuery): Promise<Accesses> {
    const found: (AccessRecord & { number: number })[] = [];
    for (const stream of await this.streams(shard, query))
      for (const recorded of await this.log.read(stream)) {
        const { number } = recorded.position;
        if (number <= (query.after ?? 0) || !this.codec.knows(recorded.type)) continue;
        const event = this.codec.decode(recorded);
        if (query.operator !== undefined && event.operator !== query.operator) continue;
        if (query.about !== undefined && !isAbout(event, query.about)) continue;
        found.push({ position: `${shard}:${number}`, number, recordedAt: recorded.recordedAt, ...event });
      }
    found.sort((a, b) => a.number - b.number);
    return { accesses: found.slice(0, query.limit).map(({ number: _, ...access }) => access) };
  }

  private async streams(shard: string, { from, to }: AccessQuery): Promise<readonly string[]> {
    const streams: string[] = [];
    const isAsked = ({ value }: Note): boolean => {
      const { day } = JSON.parse(value ?? '{}') as { day: LocalDate };
      return (from === undefined || day >= from) && (to === undefined || day <= to);
    };
    for await (const page of this.log.notesIn(STREAMS_BOOK, scopeOf(shard)))
      streams.push(...page.filter(isAsked).map(({ key }) => key));
    return streams;
  }
}
