import { untilInterrupted } from './up';

const within = (ended: Promise<void>, ms: number): Promise<string> =>
  Promise.race([ended.then(() => 'ended'), new Promise<string>((late) => setTimeout(() => late('runs'), ms).unref())]);

describe('a hub that npx started', () => {
  it('ends when npx is gone', async () =>
    expect(
      await within(
        untilInterrupted({ npm_command: 'exec' }, () => 1),
        10_000,
      ),
    ).toBe('ended'));

  it('runs on while npx is there, and without npx whatever its parent does', async () => {
    expect(await within(untilInterrupted({ npm_command: 'exec' }), 1_200)).toBe('runs');
    expect(
      await within(
        untilInterrupted({}, () => 1),
        1_200,
      ),
    ).toBe('runs');
  });
});
