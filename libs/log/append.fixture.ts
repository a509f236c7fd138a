import { v7 } from 'uuid';
import type { Append, EventLog, NewEvent } from './event-log';
import type { FixedClock } from './fixed-clock';

/** A log that nobody wrote to, and the clock it reads. */
export type OpenedLog = Readonly<{ log: EventLog; clock: FixedClock }>;

// Synthetic appends for specs and the benchmark.

export const SHARD = '53';

export const anEvent = (said: Partial<NewEvent> = {}): NewEvent => ({
  id: v7(),
  type: 'household.poverty-exited',
  schema: '0123456789abcdef',
  body: Buffer.from('an Avro body'),
  effectiveOn: '2016-12-31',
  origin: 'change',
  source: 'file:3b1f#脱贫户!12',
  county: '530124',
  traceparent: null,
  ...said,
});

export const aHousehold = (): string => `h-${v7()}`;

type Said = Partial<Append> & Readonly<{ stream?: string; expectedVersion?: number; events?: readonly NewEvent[] }>;

/** One event for a household of its own, unless told otherwise. */
export const anAppend = ({ stream = aHousehold(), expectedVersion = 0, events = [anEvent()], ...said }: Said = {}): Append => ({
  shard: SHARD,
  commandId: v7(),
  streams: [{ stream, expectedVersion, events }],
  ...said,
});

export const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};
