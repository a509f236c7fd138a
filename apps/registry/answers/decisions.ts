import { z } from 'zod';
import { aDay, aPosition, answer, count, maybe, text } from './shapes';

export const decisionTaken = answer(
  'DecisionTaken',
  z.strictObject({
    ...{ outcome: z.literal('accepted'), household: text, version: count },
    events: count.meta({ description: '0: it was decided before' }),
    position: maybe(aPosition),
  }),
);
export const reviewsDue = answer(
  'ReviewsDue',
  z.strictObject({
    dueBy: aDay,
    reviews: z.array(
      z.strictObject({
        ...{ household: text, county: text, division: text, caseKey: text, dueOn: aDay },
        openReview: maybe(text).meta({ description: 'Somebody is at it' }),
        basis: z.enum(['CADENCE', 'POVERTY_EXIT']),
      }),
    ),
    next: maybe(text),
  }),
);

/** Identity reviews (S-11): names in clear, numbers masked; empty for an erased person. */
export const identityReviews = answer(
  'IdentityReviews',
  z.strictObject({
    reviews: z.array(
      z.strictObject({
        ...{ id: text, county: text, household: text, person: text },
        candidates: z.array(z.strictObject({ person: text, tier: text })),
        reason: z.enum(['check-digit', 'no-number', 'unrelated-name', 'one-slip']),
        ...{ openedOn: aDay, status: z.enum(['open', 'same', 'different', 'superseded']), settledBy: maybe(text) },
        people: z.array(z.strictObject({ person: text, names: z.array(text), idNos: z.array(text), households: z.array(text) })),
      }),
    ),
    next: maybe(text),
  }),
);
export const identityAnswered = answer(
  'IdentityAnswered',
  z.strictObject({
    outcome: z.literal('accepted'),
    events: count,
    households: z.array(text).meta({ description: 'Those on which it was recorded' }),
  }),
);
