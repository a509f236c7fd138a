import type { PostgresReplays } from '@xianjie/read-models';
import { ViewQueries } from '@xianjie/read-models';
import { ReplayViews } from './replay-views';

describe('questions to the views of a replay', () => {
  it('take turns: each has a connection, and hundreds at once would leave nobody one', async () => {
    let [open, most] = [0, 0];
    const opened = jest.spyOn(ViewQueries, 'open').mockImplementation(async () => {
      most = Math.max(most, (open += 1));
      await new Promise(setImmediate);
      return { close: async () => void (open -= 1) } as unknown as ViewQueries;
    });
    const replays = { show: async () => ({ asked: { topic: null }, status: 'done' }) } as unknown as PostgresReplays;
    const views = new ReplayViews(replays, 'postgres://nobody', new Map());
    const live = null as unknown as ViewQueries;
    const answers = await Promise.allSettled(
      Array.from({ length: 100 }, (_, nth) =>
        views.ask('then', live, async () => {
          if (nth % 3 === 0) throw new Error('a fault');
          return nth;
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(66);
    expect([opened.mock.calls.length, open, most]).toEqual([100, 0, 4]);
    opened.mockRestore();
  });
});
