import { isLocalDate } from '@xianjie/domain';
import type { LocalDate } from '@xianjie/domain';
import { z } from 'zod';

// The shapes that several calls share.

export const aDate = z
  .string()
  .refine(isLocalDate, 'a day such as 2016-12-31')
  .transform((text) => text as LocalDate);
export const aDivision = z.string().regex(/^\d{2,12}$/, 'two to twelve digits of a division code');
export const aLimit = z.coerce.number().int().min(1).max(1_000).default(100);
/** After which the next page begins: the last of a full one; null where there is no more. */
export const nextAfter = <Of>(page: readonly Of[], limit: number, keyOf: (last: Of) => string): string | null =>
  page.length === limit ? keyOf(page.at(-1) as Of) : null;
export const aYear = z.coerce.number().int().min(2000).max(2999);
/** A replay whose views are asked instead of the live ones. */
export const aReplayName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/, 'the name of a replay')
  .optional();
export const aMoment = z.strictObject({ knownOn: aDate.optional(), effectiveOn: aDate.optional() });
