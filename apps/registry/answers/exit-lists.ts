import { z } from 'zod';
import { anOutcome } from '../exit-lists/requests';
import { aDay, aMonthOf, aPosition, answer, count, maybe, text } from './shapes';

// The March list: summaries, the list whole, and what an act made of it.

const counts = answer(
  'ListCounts',
  z.strictObject({ exitedHouseholds: count, exitedLines: count, plannedHouseholds: count, plannedLines: count }),
);
const versionOf = {
  ...{ version: count, kind: z.enum(['ORIGINAL', 'REPLACEMENT', 'SUPPLEMENT']) },
  stage: z.enum(['FROZEN', 'SIGNED', 'DELIVERED', 'ACKNOWLEDGED', 'REJECTED']),
  ...{ frozenOn: aDay, position: aPosition },
  root: text.meta({ description: 'SM3 over the salted line hashes, hex (S-21)' }),
  counts,
  deliveredTo: z.array(text).meta({ description: 'Counties whose civil affairs office has it' }),
};
const program = answer(
  'ListProgram',
  z.strictObject({ release: text, code: text.meta({ description: 'SM3 over the code that makes lists, hex' }) }),
);
const problem = z.strictObject({ ruleId: text, householdId: maybe(text), blocking: z.boolean(), detail: text });
const check = z.strictObject({
  ...{ on: aDay, position: aPosition, counts, problems: z.array(problem), openIdentityReviews: count },
});
const item = z.strictObject({
  ...{ itemId: text, version: count, section: z.union([z.literal(1), z.literal(2)]) },
  change: maybe(z.enum(['ADDED', 'WITHDRAWN'])),
  ...{ householdId: text, caseKey: maybe(text), township: text, dueOn: maybe(aDay) },
  outcome: maybe(anOutcome.shape.outcome),
  ...{ reason: maybe(text), escalatedOn: maybe(aDay) },
});
const list = answer(
  'ExitList',
  z.strictObject({
    ...{ openedOn: maybe(aDay), dueOn: maybe(aDay), overdueOn: maybe(aDay), closedOn: maybe(aDay) },
    check: maybe(check).meta({ description: 'The last check since the last freeze' }),
    versions: z.array(
      z.strictObject({
        ...versionOf,
        ...{ coveredUntil: aMonthOf, programmes: z.array(text), countyLineage: z.array(text) },
        ...{ codeAtFreeze: maybe(text), frozenWith: maybe(program), signingKeyId: maybe(text) },
      }),
    ),
    items: z.array(item),
  }),
);
const summary = {
  ...{ listId: text, county: text, year: z.number().int() },
  stage: z.enum(['UNOPENED', 'OPEN', 'CHECKED', 'FROZEN', 'SIGNED', 'DELIVERED', 'ACKNOWLEDGED', 'IN_REVIEW', 'CLOSED']),
  ...{ dueOn: maybe(aDay), overdueOn: maybe(aDay), openIdentityReviews: maybe(count) },
  versions: z.array(z.strictObject(versionOf)),
  items: z.strictObject({ total: count, open: count }),
};
export const listSummary = answer('ExitListSummary', z.strictObject(summary));
export const listsAnswer = answer('ExitLists', z.strictObject({ lists: z.array(listSummary) }));
export const countiesAnswer = answer('Counties', z.strictObject({ counties: z.array(text) }));
export const listAnswer = answer(
  'ExitListWhole',
  z.strictObject({ ...summary, list, knownOn: maybe(aDay), effectiveOn: maybe(aDay) }),
);
export const listActed = answer(
  'ExitListActed',
  z.strictObject({
    ...{ county: text, year: z.number().int() },
    version: count.meta({ description: 'The version acted on; 0 while none is frozen' }),
    state: text,
    said: text.meta({ description: 'In words' }),
    ...{ counts, openIdentityReviews: maybe(count), list },
  }),
);
export const acknowledgementAnswer = answer(
  'ToBeSigned',
  z.strictObject({
    statement: text.meta({ description: 'The bytes to sign, in base64' }),
    seal: z.strictObject({ day: aDay, position: aPosition, link: text }),
  }),
);
const erasedLine = z.strictObject({ line: count, householdId: text, person: text });
export const regeneratedAnswer = answer(
  'Regenerated',
  z.strictObject({
    identical: z.boolean(),
    firstDifference: maybe(
      z.strictObject({
        ...{ line: count, householdId: maybe(text), person: maybe(text) },
        what: z.enum(['line-altered', 'line-missing', 'line-added', 'root-altered']),
        columns: z.array(text),
      }),
    ),
    erasedLines: z.array(erasedLine),
    frozenWith: maybe(program).meta({ description: 'Null: the freeze did not say' }),
    program: program.meta({ description: 'The one that answers' }),
    csv: text.meta({ description: 'The canonical form (S-23)' }),
  }),
);
