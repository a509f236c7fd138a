import { z } from 'zod';
import { aDay, aMonthOf, aPosition, aTime, answer, count, fen, maybe, text } from './shapes';

// Households: rows of both registries, cards and histories. No answer here holds a name or a number in clear.

const programme = z.enum(['RURAL', 'URBAN', 'TEKUN']);
export const registryStatus = z.enum(['POOR', 'PLANNED', 'EXITED', 'EXITED_NO_POLICY', 'RELAPSED']);
const caseStatus = z.enum(['ACTIVE', 'TRANSITION', 'SUSPENDED', 'STOPPED']);

const registrationRow = answer(
  'RegistrationRow',
  z.strictObject({
    household: text.optional(),
    ...{ registryNo: text, county: text, division: text, status: text },
    ...{ identifiedOn: maybe(aDay), plannedYear: maybe(z.number().int()), exitYear: maybe(z.number().int()) },
    ...{ exitOn: maybe(aDay), relapsedOn: maybe(aDay), removedOn: maybe(aDay), members: count },
  }),
);
const caseRow = answer(
  'CaseRow',
  z.strictObject({
    household: text.optional(),
    ...{ caseKey: text, caseNo: text, programme: text, county: text, division: text, status: text, class: maybe(text) },
    monthlyBenefitFen: fen.meta({ description: 'Fen a month' }),
    ...{ grantedFrom: aMonthOf, stoppedFrom: maybe(aMonthOf), leftFile: maybe(aMonthOf), covered: count },
    ...{ openReview: maybe(text), reviewDueOn: maybe(aDay), reviewedOn: maybe(aDay) },
  }),
);
const next = maybe(text).meta({ description: '`after` of the next page; null: there is none' });
const foundHousehold = answer(
  'FoundHousehold',
  z.strictObject({
    ...{ id: text, county: text, division: text, registryStatus: maybe(text), version: count },
    ...{ registration: maybe(registrationRow), cases: z.array(caseRow) },
  }),
);
const householdAsOf = answer(
  'HouseholdAsOf',
  z.strictObject({ id: text, version: count, registration: maybe(registrationRow), cases: z.array(caseRow) }),
);
const foundNow = answer('FoundNow', z.strictObject({ households: z.array(foundHousehold), next }));
const foundAsOf = answer(
  'FoundAsOf',
  z.strictObject({ households: z.array(householdAsOf), next, knownOn: maybe(aDay), effectiveOn: maybe(aDay) }),
);
export const foundHouseholds = answer('FoundHouseholds', z.union([foundNow, foundAsOf]));

const dated = <S extends z.ZodType>(value: S) => z.array(z.strictObject({ from: aDay, value }));
const attributes = z.strictObject({
  ...{ dataYear: maybe(z.number().int()), householdAttribute: maybe(text), mainCause: maybe(text), otherCauses: z.array(text) },
  identificationStandard: maybe(text),
  perCapitaNetIncomeFen: maybe(fen).meta({ description: 'Fen a person a year' }),
  ...{ guarantees: maybe(text), score: maybe(z.number()), monitoredType: maybe(text), riskRemoved: maybe(text) },
  declaredSize: maybe(count),
});
const person = { person: text, sex: maybe(text), relation: maybe(text), provisional: z.boolean() };
const registrationCard = answer(
  'RegistrationCard',
  z.strictObject({
    ...{ registryNo: text, county: text, division: text, head: maybe(text), status: registryStatus },
    ...{ statuses: dated(registryStatus), identifiedOn: maybe(aDay), attributes: dated(attributes) },
    plans: z.array(z.strictObject({ targetYear: z.number().int(), on: aDay })),
    notAchieved: z.array(z.strictObject({ targetYear: z.number().int(), on: aDay, reason: maybe(text) })),
    ...{ relapses: z.array(aDay), removedOn: maybe(aDay) },
    exits: z.array(z.strictObject({ exitYear: z.number().int(), on: aDay, decidedOn: maybe(aDay) })),
    members: z.array(
      z.strictObject({ ...person, memberNo: text, ethnicity: maybe(text), health: maybe(text), labour: maybe(text) }),
    ),
  }),
);
const caseCard = answer(
  'CaseCard',
  z.strictObject({
    ...{ caseKey: text, caseNo: text, programme, county: text, division: text, status: caseStatus, class: maybe(text) },
    ...{ mode: maybe(z.enum(['GAP', 'TIER'])), grantedFrom: aMonthOf, stoppedFrom: maybe(aMonthOf), leftFile: maybe(aMonthOf) },
    ...{ applicant: maybe(text), members: z.array(z.strictObject({ ...person, covered: z.boolean() })) },
    amounts: z.array(z.strictObject({ from: aMonthOf, fen: fen.meta({ description: 'Fen a month' }) })),
    classes: z.array(z.strictObject({ from: aDay, class: maybe(text) })),
    stages: z.array(z.strictObject({ from: aDay, status: caseStatus })),
    ...{ verificationReportNo: maybe(text), verifiedOn: maybe(aDay), verificationValidUntil: maybe(aDay) },
    ...{ registryFlag: maybe(z.boolean()), openReview: maybe(text), openReviewOn: maybe(aDay), reviewDueOn: maybe(aDay) },
    ...{ reviewedOn: maybe(aDay), completedReview: maybe(text), transitionEndsOn: maybe(aDay) },
    ...{ stopSignatory: maybe(text), stopDecidedOn: maybe(aDay), bank: maybe(text) },
  }),
);
const severity = z.enum(['BLOCK', 'ERROR', 'WARNING', 'INFO']);
const card = answer(
  'HouseholdCard',
  z.strictObject({
    registryStage: z.enum(['NOT_REGISTERED', 'REGISTERED', 'PLANNED', 'EXITED', 'RELAPSED', 'MONITORED']),
    dibaoStage: z.enum(['NONE', 'ACTIVE', 'TRANSITION', 'WITHDRAWN']),
    attention: text.meta({ description: 'What the pair of stages asks of the offices (domain.md 4.3); it changes no benefit' }),
    ...{ registration: maybe(registrationCard), cases: z.array(caseCard) },
    linkClass: z.enum(['FULL', 'PARTIAL', 'SPLIT', 'CROSS', 'NONE']),
    links: z.array(z.strictObject({ person: text, caseKey: text })),
    differences: z.array(z.strictObject({ differenceId: text, ruleId: text, severity, detail: text })),
    ...{ deceased: z.array(text), supersededBy: maybe(text), predecessors: z.array(text) },
  }),
);
const transition = z.strictObject({
  ...{ minMonths: count, maxMonths: count, anchor: text, exitPaths: maybe(z.array(text)) },
});
export const householdAnswer = answer(
  'Household',
  z.strictObject({
    id: text,
    asked: text.meta({ description: 'Merged into `id` when the two differ (S-13)' }),
    ...{ version: count, knownOn: maybe(aDay), effectiveOn: maybe(aDay), card },
    afterExit: z.array(
      z.strictObject({
        ...{ caseKey: text, step: z.enum(['REVIEW_NOW', 'MAY_ENTER_TRANSITION']), exitedOn: aDay, exitEvent: maybe(text) },
        ...{ withinDays: maybe(count), transition: maybe(transition) },
      }),
    ),
  }),
);

export const recorded = {
  ...{ position: aPosition, version: count, id: text, type: text, effectiveOn: aDay, recordedAt: aTime },
  origin: z.enum(['initial-load', 'change', 'late', 'correction']),
  source: text.meta({ description: 'File hash, sheet and row; or the report, or the official’s act' }),
  county: text,
};
export const said = maybe(text).meta({ description: 'In words; null: of a type that this version does not know' });
export const historyAnswer = answer(
  'HouseholdHistory',
  z.strictObject({
    household: text,
    events: z.array(
      z.strictObject({
        ...recorded,
        event: maybe(z.looseObject({ type: text, on: aDay })).meta({
          description: 'The fields of the event catalogue; personal values sealed',
        }),
        said,
      }),
    ),
  }),
);
