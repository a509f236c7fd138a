import { keyIdOf } from '@xianjie/documents';
import { z } from 'zod';
import { aDate, aMoment, aYear } from '../queries';

// What the calls of the March list take. `on` is the business date of the act, `by` a user reference, never a name.

const aCounty = z.string().regex(/^\d{6}$/, 'a county code of six digits');
const aReference = z.string().min(1).max(64);

export const listPath = z.object({ county: aCounty, year: aYear });
export const listQuery = z.strictObject({ year: aYear, county: aCounty.optional() });

export const anAct = z.strictObject({ on: aDate.optional(), by: aReference.optional() });
export type Act = z.infer<typeof anAct>;
export const anActOnVersion = anAct.extend({ version: z.number().int().min(1).optional() });

/** As openssl gives them, in base64: the signature in DER (SM2), the public key as SubjectPublicKeyInfo. `keyId` follows from the key. */
const aSignature = z
  .strictObject({ algorithm: z.enum(['SM2', 'ED25519']), value: z.string(), publicKey: z.string(), keyId: z.string().optional() })
  .transform(({ keyId, ...said }) => ({ ...said, keyId: keyId ?? keyIdOf(Buffer.from(said.publicKey, 'base64')) }));
const aSeal = z.strictObject({ day: aDate, position: z.string(), link: z.string() });

export const anAcknowledgement = anAct.extend({
  version: z.number().int().min(1),
  root: z.string().regex(/^[0-9a-f]{64}$/, 'SM3 in lower-case hex'),
  lines: z.number().int().min(0),
  seal: aSeal,
  signature: aSignature,
});
export const aRejection = anAct.extend({ version: z.number().int().min(1), reason: z.string().trim().min(1, 'say why') });
export const anOutcome = anAct.extend({
  outcome: z.enum(['WITHDRAWN', 'TRANSITION', 'KEPT', 'BENEFIT_CHANGED', 'ENROLLED', 'NOT_DIBAO', 'DISPUTED']),
  reason: z.string().trim().min(1, 'say why'),
  reviewId: z.string().nullable().default(null),
});

export const aDocument = z.strictObject({
  format: z.enum(['json', 'csv', 'xlsx', 'pdf']).default('json'),
  version: z.coerce.number().int().min(1).optional(),
  wholeIds: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  ...aMoment.shape,
});
export const aRegeneration = z.strictObject({ version: z.number().int().min(1), recorded: z.boolean().default(false) });
