import { z } from 'zod';
import { aDay, aPosition, answer, count, maybe, text } from './shapes';

// What intake answers, through this app.

export const reportsAnswer = answer(
  'ReportsAnswered',
  z.strictObject({
    reports: z.array(
      z.strictObject({
        status: z.enum(['accepted', 'unchanged', 'refused', 'waiting']),
        ...{ household: maybe(text), events: count, code: maybe(text), detail: maybe(text) },
        fields: z.array(z.strictObject({ field: text, message: text })).optional(),
      }),
    ),
  }),
);

const counts = z.strictObject({
  ...{ read: count, accepted: count, unchanged: count, refused: count, quarantined: count, waiting: count },
  ...{ skipped: count, events: count, pending: count },
  departures: z.strictObject({ found: count, held: count, because: maybe(text) }),
});
const place = { file: text, sheet: text, row: maybe(count), column: maybe(text), code: text, message: text };
const importOf = {
  ...{ id: text, source: z.enum(['poverty', 'dibao']), asOf: aDay, changes: z.boolean(), dryRun: z.boolean() },
  scope: maybe(z.array(text)),
  state: z.enum(['open', 'staging', 'comparing', 'applying', 'settling', 'done', 'refused', 'failed', 'undoing', 'undone']),
  problem: maybe(z.union([z.strictObject(place), z.strictObject({ code: text, message: text })])),
  counts: maybe(counts).meta({
    description: 'Person rows (S-8): read = accepted + unchanged + refused + quarantined + waiting + pending',
  }),
  issues: z.array(z.strictObject(place)).meta({ description: 'The first rows in quarantine, once it is done' }),
};
export const importAnswer = answer('Import', z.strictObject(importOf));
export const importConfirmed = answer('ImportConfirmed', z.strictObject({ ...importOf, released: count }));
export const importUndone = answer('ImportUndone', z.strictObject({ ...importOf, retracted: count }));
export const fileTaken = answer(
  'FileTaken',
  z.strictObject({
    ...{ number: count, name: text, format: text, bytes: count },
    hash: text.meta({ description: 'SHA-256 of its bytes, hex' }),
  }),
);
export const personErased = answer(
  'PersonErased',
  z.strictObject({
    position: aPosition,
    erased: z.strictObject({
      ...{ type: z.literal('PersonErased'), on: aDay, person: text, persons: z.array(text), households: z.array(text) },
      ...{ reason: text, by: text },
      files: z.array(z.strictObject({ importId: text, hash: text, rows: count, cells: count })),
    }),
  }),
);
