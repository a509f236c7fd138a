import type { HubError } from '@xianjie/domain';
import type { Pool, PoolClient } from 'pg';
import type { ReceivedMessage } from '../message-bus';
import { ask, statement } from '../postgres-statements';
import { laneOf } from './lanes';
import type { Waiting } from './lanes';

/**
 * A message of a lane, as it was received. `discarded`: an operator said that it is to be passed over; `isErased`: its value went with an
 * erased person.
 */
export type ParkedMessage = Readonly<{ id: string; message: ReceivedMessage; discarded: boolean; isErased: boolean }>;

type Row = Readonly<{
  id: string;
  topic: string;
  partition: number;
  offset: string;
  headers: Record<string, string>;
  value: Buffer | null;
  discarded: boolean;
  isErased: boolean;
}>;

const lockLanes = statement('lock-parked-lanes');
const parkLanes = statement('park-lanes');
const parkMessage = statement('park-message');
const readDiscarded = statement('read-discarded');
const lanesToRetry = statement('lanes-to-retry');
const readLane = statement('read-lane');
const settleParked = statement('settle-parked');
const keepParked = statement('keep-parked');
const endLane = statement('end-lane');

/** The lanes of one consumer that wait. What takes a client works in the consumer's transaction, so that parking commits with offsets. */
export class PostgresParkedLanes {
  constructor(
    private readonly pool: Pool,
    /** Names whose lanes they are. */
    readonly consumer: string,
  ) {}

  /** Those of the lanes that wait, each held until the transaction ends: nobody else applies or parks in them meanwhile. */
  async hold(client: PoolClient, lanes: Iterable<string>): Promise<ReadonlySet<string>> {
    const { rows } = await client.query<{ lane: string }>(lockLanes(this.consumer, [...new Set(lanes)]));
    return new Set(rows.map(({ lane }) => lane));
  }

  /** A message that waits already keeps its place. */
  async park(client: PoolClient, waiting: readonly Waiting<Readonly<{ message: ReceivedMessage }>>[]): Promise<void> {
    if (waiting.length === 0) return;
    const { consumer } = this;
    await client.query(parkLanes(consumer, [...new Set(waiting.map(({ message }) => laneOf(message.message.key)))].sort()));
    for (const { message: parked, because } of waiting) {
      const { key, topic, partition, offset, headers, value } = parked.message;
      const place = [consumer, laneOf(key), topic, partition, offset];
      await client.query(parkMessage(...place, JSON.stringify(headers), value, because?.code ?? null, because?.message ?? null));
    }
  }

  async isDiscarded(client: PoolClient, { topic, partition, offset }: ReceivedMessage): Promise<boolean> {
    return (await client.query(readDiscarded(this.consumer, topic, partition, offset))).rows.length > 0;
  }

  /** Lanes that an operator wants tried again, longest asked first. */
  async toRetry(most: number): Promise<readonly string[]> {
    return (await ask<{ lane: string }>(this.pool, lanesToRetry(this.consumer, most))).map(({ lane }) => lane);
  }

  /** The first messages of a lane, in order. */
  async read(client: PoolClient, lane: string, most: number): Promise<readonly ParkedMessage[]> {
    const { rows } = await client.query<Row>(readLane(this.consumer, lane, most));
    return rows.map(({ id, discarded, isErased, ...message }) => ({
      id,
      discarded,
      isErased,
      message: { ...message, key: lane },
    }));
  }

  /** These were applied, or passed over as the operator said. */
  async settle(client: PoolClient, ids: readonly string[]): Promise<void> {
    await client.query(settleParked(ids));
  }

  /** It still cannot be applied. */
  async keep(client: PoolClient, id: string, { code, message }: HubError): Promise<void> {
    await client.query(keepParked(id, code, message));
  }

  /** After a try: a lane without messages is gone, another waits for the next asking unless it `goesOn`. */
  async end(client: PoolClient, lane: string, goesOn: boolean): Promise<void> {
    await client.query(endLane(this.consumer, lane, goesOn));
  }
}
