import { sealingOverdue } from './metrics';
import { SealingGuard } from './sealing-guard';

type Longest = Readonly<{ shard: string; seconds: number }> | null;

/** A guard whose clock and whose sealing the test sets; `asked` counts the questions to the database. */
const guarded = (deadlineSeconds = 600) => {
  const state = { longest: null as Longest | Error, now: 10_000, asked: 0 };
  const longestAgo = async (shards: readonly string[]) => {
    expect(shards).toEqual(['45', '53']);
    state.asked += 1;
    if (state.longest instanceof Error) throw state.longest;
    return state.longest;
  };
  jest.spyOn(performance, 'now').mockImplementation(() => state.now);
  return { state, guard: new SealingGuard({ longestAgo }, { shards: async () => ['45', '53'] }, deadlineSeconds) };
};
const metric = async () => (await sealingOverdue.get()).values[0]?.value;
const sealed = (seconds: number) => ({ shard: '53', seconds });

describe('what is new is taken', () => {
  afterEach(() => jest.restoreAllMocks());

  it('up to the deadline since the last seal, and not beyond; never sealed, nothing is there yet that could be altered', async () => {
    const { state, guard } = guarded();
    await guard.assertSealed();
    for (const [seconds, isTaken] of [
      [600, true],
      [601, false],
      [0, true],
    ] as const) {
      state.longest = sealed(seconds);
      state.now += 1_001;
      const asked = guard.assertSealed();
      const overdue = asked.then(metric, metric);
      await (isTaken ? asked : expect(asked).rejects.toMatchObject({ code: 'sealing-overdue', retryable: true }));
      expect(await overdue).toBe(isTaken ? 0 : 1);
    }
  });

  it('on one answer for a second, however many ask', async () => {
    const { state, guard } = guarded();
    await Promise.all([guard.assertSealed(), guard.assertSealed()]);
    state.now += 1_000;
    await guard.assertSealed();
    expect(state.asked).toBe(1);
    state.now += 1;
    await guard.assertSealed();
    expect(state.asked).toBe(2);
  });

  it('by nobody while the database does not answer, and that is no answer for a second', async () => {
    const { state, guard } = guarded();
    state.longest = new Error('away');
    await expect(guard.assertSealed()).rejects.toThrow('away');
    state.longest = null;
    await guard.assertSealed();
    expect(state.asked).toBe(2);
  });

  it('of an import that is at work, once sealing works again', async () => {
    const { state, guard } = guarded();
    jest.spyOn(performance, 'now').mockRestore();
    state.longest = sealed(601);
    let isOver = false;
    const waiting = guard.untilSealed().then(() => (isOver = true));
    await expect(guard.assertSealed()).rejects.toThrow('53');
    expect(isOver).toBe(false);
    // Nobody else is kept from the processor meanwhile.
    await new Promise((next) => setTimeout(next, 50));
    expect(isOver).toBe(false);
    state.longest = null;
    await waiting;
  });
});
