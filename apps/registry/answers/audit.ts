import { z } from 'zod';
import { aDay, aPosition, aTime, answer, count, maybe, text } from './shapes';

const range = z.strictObject({ shard: text, from: count, to: count });
const replayOf = {
  id: text,
  name: text,
  asked: z.strictObject({
    ...{ ranges: z.array(range), household: maybe(text), county: maybe(text), countyLineage: z.array(text) },
    ...{ types: z.array(text), effectiveOn: maybe(aDay), topic: maybe(text), worker: z.enum(['hub', 'command']) },
    ...{ by: maybe(text), purpose: maybe(text) },
  }),
  madeWith: z.strictObject({
    program: text,
    rules: text.meta({ description: 'SM3 over the program’s rules' }),
    schemas: z.record(text, text),
    policyPacks: z.array(z.strictObject({ id: text, version: text, contentHash: text })),
  }),
  status: z.enum(['running', 'interrupted', 'paused', 'done']),
  reached: z.strictObject({ shard: text, stream: text, number: count }),
  ...{ households: count, events: count, positions: count, schemas: z.record(text, z.array(text)) },
  ...{ fault: maybe(text), openedAt: aTime, movedAt: aTime, doneAt: maybe(aTime) },
};
export const replayAnswer = answer('Replay', z.strictObject(replayOf));
export const replaysAnswer = answer('Replays', z.strictObject({ replays: z.array(replayAnswer) }));
export const droppedAnswer = answer('ReplayDropped', z.strictObject({ id: text, dropped: z.literal(true) }));

const explaining = z.strictObject({ position: aPosition, type: text, effectiveOn: aDay, recordedAt: aTime });
export const diffAnswer = answer(
  'ReplayDiff',
  z.strictObject({
    ...{ name: text, compared: count, differing: count },
    households: z.array(
      z.strictObject({
        household: text,
        verdict: z.enum(['events', 'live-not-its-fold', 'replay-not-its-fold', 'rows-not-of-state']),
        tables: z.array(text),
        fields: z.array(
          // A field that one side does not have is left out.
          z.strictObject({
            path: text,
            live: z.unknown().optional(),
            replayed: z.unknown().optional(),
            because: z.array(explaining),
          }),
        ),
        ...{ onlyLive: z.array(explaining), onlyReplayed: z.array(explaining) },
      }),
    ),
  }),
);

export const verifiedAnswer = answer(
  'Verified',
  z.strictObject({
    intact: z.boolean(),
    shards: z.array(
      z.strictObject({
        ...{ shard: text, head: count, epoch: count, seals: count, sealKeys: z.array(text) },
        sealedUpTo: maybe(text),
        firstBad: maybe(text).meta({ description: 'The first position that is not what was recorded or sealed' }),
        because: maybe(text),
      }),
    ),
  }),
);

const asker = {
  ...{ position: aPosition, recordedAt: aTime, on: aDay, operator: text, official: maybe(text), purpose: maybe(text) },
};
export const accessesAnswer = answer(
  'Accesses',
  z.strictObject({
    accesses: z.array(
      z.discriminatedUnion('type', [
        answer(
          'DataAccessed',
          z.strictObject({
            type: z.literal('DataAccessed'),
            ...asker,
            ...{ what: text, asked: text, households: z.array(text), persons: z.array(text), rows: count },
          }),
        ),
        answer(
          'ExportProduced',
          z.strictObject({
            type: z.literal('ExportProduced'),
            ...asker,
            ...{ what: text, asked: text, document: text, format: text, wholeIds: z.boolean(), rows: count, hash: maybe(text) },
          }),
        ),
        answer(
          'ReplayStarted',
          z.strictObject({
            type: z.literal('ReplayStarted'),
            ...asker,
            ...{ replayId: text, fromPosition: text, toPosition: text, filter: text, into: text },
          }),
        ),
        answer(
          'ReplayFinished',
          z.strictObject({
            type: z.literal('ReplayFinished'),
            ...asker,
            ...{ replayId: text, outcome: z.enum(['done', 'stopped', 'failed']), rows: count, hash: maybe(text) },
          }),
        ),
      ]),
    ),
    next: maybe(text),
  }),
);
