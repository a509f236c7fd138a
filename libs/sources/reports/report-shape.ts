import { isLocalDate, isStorableText, isYearMonth } from '@xianjie/domain';
import type { LocalDate, YearMonth } from '@xianjie/domain';
import { z } from 'zod';
import { MOST_MEMBERS } from '../records/largest-household';
import { codeWord, codeWordOrNull } from '../values/codes';
import { LARGEST_COUNT } from '../values/numbers';
import { nameOf, spelledNameOf, textOf, textOrNull } from '../values/text';

// The JSON of POST /reports: the fields of a source file under plain names. Money in fen, dates 2016-11-15, months 2016-11.

const date = z
  .string()
  .refine(isLocalDate, 'a day such as 2016-11-15 expected')
  .transform((text) => text as LocalDate);
const month = z
  .string()
  .refine(isYearMonth, 'a month such as 2016-11 expected')
  .transform((text) => text as YearMonth);
const text = z.string().trim().max(200).refine(isStorableText, 'no control character and no half of a surrogate pair expected');
// As the cells of a file are read: the same fact by either door is one fact, and an empty text says nothing.
const read = (of: (cell: string) => string | null) =>
  text
    .nullable()
    .default(null)
    .transform((said) => (said === null ? null : of(said)));
const words = read(codeWordOrNull);
const plain = read(textOrNull);
const named = read((cell) => nameOf(cell) || null);
const required = (of: (cell: string) => string) => text.transform(of).pipe(z.string().min(1));
const year = z.number().int().min(1949).max(2999).nullable().default(null);
const fen = z.number().int().min(0).max(9_000_000_000_000);
const registerNumber = z.string().regex(/^\d{1,20}$/, 'up to 20 digits expected');
const division = z.string().regex(/^\d{6,12}$/, '6 to 12 digits expected');

const person = {
  name: required(spelledNameOf),
  idNo: z.string().max(40).nullable().default(null),
  sex: words,
  relation: words,
  /** The member has died on this day. */
  diedOn: date.nullable().default(null),
};

const attributes = z.strictObject({
  dataYear: year,
  householdAttribute: words,
  mainCause: words,
  otherCauses: z.array(required(codeWord)).max(12).default([]),
  identificationStandard: words,
  perCapitaNetIncomeFen: fen.nullable().default(null),
  guarantees: words,
  score: z.number().nullable().default(null),
  monitoredType: words,
  riskRemoved: words,
  declaredSize: z.number().int().min(0).max(LARGEST_COUNT).nullable().default(null),
});

export const registryShape = z.strictObject({
  system: z.literal('registry'),
  asOf: date,
  division,
  registryNo: registerNumber,
  headName: named,
  members: z
    .array(
      z.strictObject({ ...person, memberNo: required(textOf), phone: plain, ethnicity: words, health: words, labour: words }),
    )
    .min(1)
    .max(MOST_MEMBERS),
  attributes: attributes.default(attributes.parse({})),
  identifiedOn: date.nullable().default(null),
  status: z.enum(['POOR', 'PLANNED', 'EXITED', 'EXITED_NO_POLICY', 'RELAPSED']),
  plannedYear: year,
  exitYear: year,
  exitOn: date.nullable().default(null),
  notExitedReason: words,
  exitPath: words,
});

export const dibaoShape = z.strictObject({
  system: z.literal('dibao'),
  asOf: date,
  division,
  caseNo: registerNumber,
  programme: z.enum(['RURAL', 'URBAN', 'TEKUN']),
  status: z.enum(['ACTIVE', 'TRANSITION', 'SUSPENDED', 'STOPPED']),
  class: z.enum(['A', 'B', 'C']).nullable().default(null),
  mode: z.enum(['GAP', 'TIER']).nullable().default(null),
  monthlyBenefitFen: fen,
  grantedFrom: month,
  stoppedFrom: month.nullable().default(null),
  stopReason: words,
  verificationReportNo: plain,
  verifiedOn: date.nullable().default(null),
  reviewedOn: date.nullable().default(null),
  registryFlag: z.boolean().nullable().default(null),
  headName: named,
  members: z
    .array(z.strictObject({ ...person, covered: z.boolean() }))
    .min(1)
    .max(MOST_MEMBERS),
  bank: plain,
  accountNo: plain,
  accountHolder: named,
  phone: plain,
});

export const absenceShape = z.strictObject({
  system: z.enum(['registry', 'dibao']),
  absent: z.literal(true),
  asOf: date,
  division,
  /** 户编号, or 低保证号 with its programme. */
  number: registerNumber,
  programme: z.enum(['RURAL', 'URBAN', 'TEKUN']).nullable().default(null),
});
