import type { EventLog } from '@xianjie/log';
import type { HearOutcome } from '@xianjie/sources';
import { firstAnswers } from './first-answers';

const outcome = (said: Partial<HearOutcome>): HearOutcome => ({
  ...{ status: 'unchanged', household: 'h-1', events: 0, code: null, detail: null },
  ...said,
});
const at = (number: number) => ({ shard: '53', number });
/** The log answers command `c` with these, and nothing else. */
const answered = (first: object | null, again: HearOutcome) => {
  const answerTo = async (commandId: string) => (commandId === 'c' ? first : null);
  return firstAnswers({ answerTo } as unknown as EventLog, ['b', 'c'], [outcome({}), again]);
};
const recorded = (versions: Record<string, number>) => ({ first: at(7), last: at(9), versions });

describe('a call that was cut off before its answer was kept', () => {
  it('is answered with what it recorded then, though heard again it says nothing new', async () =>
    expect(await answered(recorded({ 'h-1': 4 }), outcome({}))).toEqual([
      outcome({}),
      outcome({ status: 'accepted', household: 'h-1', events: 3 }),
    ]));

  it('names the household of the report, of several that were written in one append', async () => {
    const household = async (versions: Record<string, number>, now: string | null) =>
      (await answered(recorded(versions), outcome({ household: now })))[1]!.household;
    expect(await household({ 'h-2': 1, 'h-1': 4 }, 'h-1')).toBe('h-1');
    // It has moved on since, by a merger.
    expect(await household({ 'h-2': 1, 'h-3': 4 }, 'h-1')).toBe('h-2');
    expect(await household({ 'h-2': 1 }, null)).toBe('h-2');
    expect(await household({}, 'h-1')).toBeNull();
  });

  it.each(['accepted', 'refused', 'waiting'] as const)('stands as it is heard again when that is %s', async (status) =>
    expect((await answered(recorded({ 'h-1': 4 }), outcome({ status })))[1]).toEqual(outcome({ status })),
  );

  it('and recorded nothing is unchanged', async () => {
    expect((await answered(null, outcome({})))[1]).toEqual(outcome({}));
    expect((await answered({ first: null, last: null, versions: {} }, outcome({})))[1]).toEqual(outcome({}));
  });
});
