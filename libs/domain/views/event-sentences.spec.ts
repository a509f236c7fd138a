import type { HouseholdSplit } from '../household/family.events';
import { sentenceOf } from './event-sentences';

describe('a split in words', () => {
  const split = (said: object) =>
    sentenceOf({
      ...{ type: 'HouseholdSplit', on: '2016-10-31', role: 'PREDECESSOR', other: 'h-2', otherVersion: 1, members: [], cases: [] },
      ...said,
    } as HouseholdSplit);
  const one = { members: [{}] };
  const case7 = { cases: [{ caseNo: '7' }] };

  it.each([
    [one, '1 person left to form h-2'],
    [{ ...one, role: 'SUCCESSOR' }, 'was formed by 1 person of h-2'],
    [{ ...one, ...case7 }, '1 person and case 7 left to form h-2'],
    [case7, 'case 7 went over to h-2'],
    [{ ...case7, role: 'SUCCESSOR' }, 'case 7 came from h-2'],
  ])('%j', (said, sentence) => expect(split(said)).toBe(sentence));
});
