import { MessageEventCodec, readableEvents } from '@xianjie/contracts';
import type { EncodedEvent, HouseholdEventCodec } from '@xianjie/contracts';
import { DISCARD_STREAM, isHouseholdStream, retractedAmong } from '@xianjie/domain';
import type { LocalDate } from '@xianjie/domain';
import { LogUnavailable, StreamMovedOn } from '@xianjie/log';
import type { Append, Appended, EventLog, NewEvent, RecordedEvent } from '@xianjie/log';
import type { ParkedEntry } from '@xianjie/messaging';
import { v7 } from 'uuid';
import { officialSource } from './acting';
import type { Acting } from './acting';

const ATTEMPTS = 5;

/** The parked message; discarding it again gives the first answer. */
export type DiscardAsked = Pick<ParkedEntry, 'id' | 'consumer' | 'lane' | 'topic' | 'partition' | 'offset' | 'eventId' | 'code'> &
  Readonly<{
    reason: string;
    /** User reference of the official, never a name. */
    by: string;
    /** Name of the bearer token that the call came with. */
    token?: string;
    on: LocalDate;
    /** Where it is recorded when the log does not hold the message. */
    shard: string;
  }>;
/** `position` is null when the event had been taken back before. */
export type Discarded = Readonly<{ recordedAs: 'EventRetracted' | 'MessageDiscarded'; position: string | null }>;

/**
 * Records that a parked message is passed over (S-18): an event of the log by a retraction in its household, which every fold honours,
 * anything else by an event of the hub's own. The household is not folded for it: that is what cannot be done.
 */
export class DiscardMessage {
  private readonly messages = new MessageEventCodec();

  constructor(
    private readonly log: EventLog,
    private readonly households: HouseholdEventCodec,
  ) {}

  /** @throws StreamMovedOn when others kept being first. */
  async discard(asked: DiscardAsked): Promise<Discarded> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(asked);
      } catch (fault) {
        const isRace = fault instanceof StreamMovedOn || fault instanceof LogUnavailable;
        if (!isRace || attempt === ATTEMPTS) throw fault;
      }
    }
  }

  private async once(asked: DiscardAsked): Promise<Discarded> {
    const { lane, eventId } = asked;
    const stream = isHouseholdStream(lane) ? await this.log.read(lane) : [];
    const inLog = stream.find(({ id }) => id === eventId);
    return inLog === undefined ? this.ofTheHub(asked) : this.ofTheHousehold(asked, stream, inLog);
  }

  private async ofTheHousehold(
    { id, on, reason, by, token }: DiscardAsked,
    stream: readonly RecordedEvent[],
    { id: ofEvent, stream: householdId, position, county }: RecordedEvent,
  ): Promise<Discarded> {
    const takenBack = retractedAmong(readableEvents(stream, this.households.recorded).all);
    if (takenBack.has(ofEvent)) return { recordedAs: 'EventRetracted', position: null };
    const encoded = this.households.encode({ type: 'EventRetracted', on, ofEvent, reason }, { householdId, county });
    const event = eventOf(encoded, { on, by, token, county, origin: 'correction' });
    const streams = [{ stream: householdId, expectedVersion: stream.length, events: [event] }];
    return {
      recordedAs: 'EventRetracted',
      position: await this.append({ shard: position.shard, commandId: commandOf(id), streams }),
    };
  }

  private async ofTheHub(asked: DiscardAsked): Promise<Discarded> {
    const { id, consumer, lane, topic, partition, offset, reason, by, token, on, shard } = asked;
    const stream = `${DISCARD_STREAM}-${shard}`;
    const event = this.messages.encode(
      {
        type: 'MessageDiscarded',
        ...{ on, consumer, lane, topic, partition, offset: Number(offset), code: asked.code ?? 'unknown', reason },
        discardedBy: by,
      },
      {},
    );
    const events = [eventOf(event, { on, by, token, county: shard.padEnd(6, '0'), origin: 'change' })];
    const expectedVersion = (await this.log.read(stream)).length;
    const append = { shard, commandId: commandOf(id), streams: [{ stream, expectedVersion, events }] };
    return { recordedAs: 'MessageDiscarded', position: await this.append(append) };
  }

  private async append(append: Append): Promise<string | null> {
    const { last }: Appended = await this.log.append(append);
    return last === null ? null : `${last.shard}:${last.number}`;
  }
}

const commandOf = (id: string): string => `discard:${id}`;

const eventOf = (
  encoded: EncodedEvent,
  { on, by, token, county, origin }: Pick<NewEvent, 'county' | 'origin'> & Acting & Readonly<{ on: LocalDate }>,
): NewEvent => ({ id: v7(), ...encoded, effectiveOn: on, origin, source: officialSource({ by, token }), county });
