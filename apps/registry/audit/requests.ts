import { z } from 'zod';
import { aDate } from '../queries';

// What the auditors' calls take. A bound is a position (`53:1024`) or a day, as for the command line.

const aBound = z.string().min(1).max(40);

export const aReplay = z.strictObject({
  /** Its name, and its id; one is made when left out. */
  into: z.string().max(40).optional(),
  from: aBound.optional(),
  to: aBound.optional(),
  household: z.string().max(60).optional(),
  county: z
    .string()
    .regex(/^\d{6}$/, 'a county code of six digits')
    .optional(),
  types: z.array(z.string().max(80)).max(100).default([]),
  effectiveOn: aDate.optional(),
  by: z.string().min(1).max(64).optional(),
  purpose: z.string().min(1).max(500).optional(),
});
export const aDiffPage = z.strictObject({
  limit: z.coerce.number().int().min(0).max(1_000).default(100),
  after: z.string().max(60).default(''),
});

const aNumber = z.coerce.number().int().min(1, 'the number of a position; the shard goes into `shard`');
export const aVerification = z
  .strictObject({
    shard: z.string().max(20).optional(),
    from: aNumber.optional(),
    to: aNumber.optional(),
  })
  .refine(({ from = 1, to = from }) => from <= to, {
    path: ['from'],
    error: 'lies after `to`: there would be nothing to verify',
  });
