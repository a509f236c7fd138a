import { isLocalDate } from '@xianjie/domain';
import type { LocalDate } from '@xianjie/domain';
import { CallProblem } from '@xianjie/http';
import { UnreadableMapping, defaultMapping, isEncodingAsked, mappingFrom } from '@xianjie/sources';
import type { ImportRequest } from '@xianjie/sources';
import { z } from 'zod';

const flag = z
  .enum(['true', 'false', ''])
  .default('false')
  .transform((text) => text !== 'false');

const query = z.strictObject({
  source: z.enum(['poverty', 'dibao']),
  asOf: z.string().refine(isLocalDate, 'a day such as 2016-03-31 expected').optional(),
  encoding: z.string().refine(isEncodingAsked, 'auto, utf-8 or gb18030 expected').default('auto'),
  changes: flag,
  dryRun: flag,
  /** Division codes with commas between; left out: the counties in the files. */
  scope: z
    .string()
    .regex(/^\d{6}(,\d{6})*$/, 'division codes of six digits expected')
    .optional(),
});
const body = z.strictObject({ mapping: z.string().optional() }).default({});

/** What an import is asked for: query parameters, and the text of a mapping file in the body. */
export const importRequest = (params: unknown, said: unknown, today: LocalDate): ImportRequest => {
  const { source, asOf, encoding, changes, dryRun, scope } = query.parse(params);
  const { mapping } = body.parse(said ?? {});
  const day = (asOf ?? today) as LocalDate;
  if (day > today) throw new CallProblem(422, 'as-of-in-the-future', `asOf ${day} is after ${today}`);
  try {
    const read = mapping === undefined ? defaultMapping : mappingFrom(mapping, source);
    return { source, asOf: day, changes, dryRun, scope: scope?.split(',') ?? null, encoding, mapping: read };
  } catch (fault) {
    if (fault instanceof UnreadableMapping) throw new CallProblem(422, fault.code, fault.message);
    throw fault;
  }
};
