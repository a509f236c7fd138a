import { types } from 'pg';
import type { LocalDate } from '@xianjie/domain';
import type { Origin, RecordedEvent, StreamEvents } from './event-log';

// The order of columns in sql/read-page.sql and sql/read-streams.sql.
export type EventRow = readonly [
  shard: string,
  number: string,
  stream: string,
  version: number,
  id: string,
  type: string,
  schema: string,
  effectiveOn: string,
  recordedAt: string,
  origin: string,
  source: string,
  county: string,
  commandId: string,
  traceparent: string | null,
  link: Buffer,
  body: Buffer,
];

const asDate = types.getTypeParser(types.builtins.TIMESTAMPTZ) as (text: string) => Date;
const asWritten = (text: string): string => text;

/** Dates and times as Postgres writes them: node-postgres would make a local-time Date of each. */
export const eventTypes = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === types.builtins.DATE || oid === types.builtins.TIMESTAMPTZ
      ? asWritten
      : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

// A group shares one time, so the last text is nearly always this one.
let lastText = '';
let lastInstant = '';
export const instantOf = (text: string): string => {
  if (text !== lastText) {
    lastInstant = asDate(text).toISOString();
    lastText = text;
  }
  return lastInstant;
};

export const eventOf = (row: EventRow): RecordedEvent => ({
  position: { shard: row[0], number: Number(row[1]) },
  stream: row[2],
  version: row[3],
  id: row[4],
  type: row[5],
  schema: row[6],
  effectiveOn: row[7] as LocalDate,
  recordedAt: instantOf(row[8]),
  origin: row[9] as Origin,
  source: row[10],
  county: row[11],
  commandId: row[12],
  traceparent: row[13],
  link: row[14],
  body: row[15],
});

/** Groups events that come in stream order. */
export const byStream = (events: readonly RecordedEvent[]): readonly StreamEvents[] => {
  const groups: { stream: string; events: RecordedEvent[] }[] = [];
  for (const event of events) {
    if (groups.at(-1)?.stream !== event.stream) groups.push({ stream: event.stream, events: [] });
    groups.at(-1)!.events.push(event);
  }
  return groups;
};
