import { z } from 'zod';
import { recorded, said } from './households';
import { aDay, answer, count, maybe, text } from './shapes';

const share = z.number().min(0).max(100).nullable();
const replayToMake = z.strictObject({ effectiveOn: aDay, to: aDay.optional() });
/**
 * `basis`: from what was counted, and which `replay`. `exact`: false when members who left since are missing on a past day; then
 * `replayToMake` is what to POST to /audit/replays: the same question is answered from it, exactly, once it is done.
 */
export const overlapAnswer = answer(
  'Overlap',
  z.strictObject({
    ...{ division: text, at: aDay, registryPersons: count, dibaoPersons: count, bothPersons: count },
    shareOfDibao: share.meta({ description: 'Percent of dibao persons, two decimals; null without persons (HN-2)' }),
    shareOfRegistry: share.meta({ description: 'Percent of registry persons' }),
    basis: z.enum(['views', 'log', 'replay']),
    exact: z.boolean().meta({ description: 'false: members who left since are missing; `replayToMake` gives them' }),
    ...{ knownOn: maybe(aDay), replay: maybe(text), replayToMake: maybe(replayToMake) },
  }),
);

export const discrepanciesAnswer = answer(
  'Discrepancies',
  z.strictObject({
    discrepancies: z.array(
      z.strictObject({
        ...{ household: text, version: count, division: text, ruleId: text, severity: text, caseKey: maybe(text) },
        ...{ detail: text, differenceId: text, events: z.array(z.strictObject({ ...recorded, said })) },
      }),
    ),
    next: maybe(text),
  }),
);
