import type { RecordedEvent } from '@xianjie/log';
import { ReplayTopicRefused } from '../faults';
import type { MessageBus } from '../message-bus';
import type { Topics } from '../topics';
import type { EventMessages } from './event-messages';

// A downstream platform that lost its data gets it once more, on a topic of its own: the same keys, bytes and headers as on the hub's
// topics, in the order of the log. At least once, as there: after a crash the last page may come again, under the same positions.

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,248}$/;

/**
 * The hub's topics are for what happens, once: any name under its prefix is refused, those of later versions with it, but for
 * `<prefix>.replay.…`.
 * @throws ReplayTopicRefused
 */
export const assertReplayTopic = (topics: Topics, topic: string): void => {
  const prefix = topics.householdEvents.replace(/household\.events$/, '');
  if (!NAME.test(topic)) throw new ReplayTopicRefused(topic, 'it is no name of a topic: letters, digits, ., _ and -');
  const isOurs = Object.values(topics).includes(topic) || (topic.startsWith(prefix) && !topic.startsWith(`${prefix}replay.`));
  if (isOurs) throw new ReplayTopicRefused(topic, `${prefix}… is the hub's own; take ${prefix}replay.NAME, or another beginning`);
};

export type ReplayToTopic = Readonly<{
  bus: MessageBus;
  messages: EventMessages;
  topic: string;
  takes: (event: RecordedEvent) => boolean;
  /** After each page, once every replica has it: up to which position, and what was sent. False stops. */
  sent: (upTo: number, events: readonly RecordedEvent[]) => Promise<boolean>;
}>;

/** Sends pages of the log. False when `sent` stopped it. @throws BrokerUnavailable: what the last page holds may be sent again. */
export const replayToTopic = async (
  pages: AsyncIterable<readonly RecordedEvent[]>,
  { bus, messages, topic, takes, sent }: ReplayToTopic,
): Promise<boolean> => {
  for await (const page of pages) {
    const taken = page.filter(takes);
    const made = await messages.of(taken);
    if (made.length > 0) await bus.send([{ topic, messages: made.map(({ message }) => message) }]);
    if (!(await sent(page.at(-1)!.position.number, taken))) return false;
  }
  return true;
};
