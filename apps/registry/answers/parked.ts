import { z } from 'zod';
import { aTime, answer, count, maybe, text } from './shapes';

const message = {
  ...{ id: text, consumer: text, lane: text, status: z.enum(['waiting', 'applied', 'discarded']) },
  ...{ topic: text, partition: count, offset: text, eventId: maybe(text), eventType: maybe(text), position: maybe(text) },
  code: maybe(text).meta({ description: 'Null: it only waits behind another' }),
  ...{ because: maybe(text), parkedAt: aTime, settledAt: maybe(aTime), attempts: count, triedAt: maybe(aTime) },
  discarded: maybe(z.strictObject({ at: aTime, by: text, reason: text })),
  payloadErasedAt: maybe(aTime),
};
const head = { ...message, waiting: count, retryAskedAt: maybe(aTime) };
const lanes = z.strictObject({ lanes: count, messages: count, oldestSeconds: z.number().min(0) });

export const parkedAnswer = answer(
  'Parked',
  z.strictObject({ counts: lanes, parked: z.array(z.strictObject(head)), next: maybe(text) }),
);
export const parkedMessage = answer(
  'ParkedMessage',
  z.strictObject({ ...head, head: maybe(text), messages: z.array(z.strictObject(message)) }),
);
export const retryAsked = answer('RetryAsked', z.strictObject({ id: text, household: text, waiting: count }));
export const discardedAnswer = answer(
  'MessageDiscarded',
  z.strictObject({
    ...{ id: text, household: text, recordedAs: z.enum(['EventRetracted', 'MessageDiscarded']), position: maybe(text) },
  }),
);
