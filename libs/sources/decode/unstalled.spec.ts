import { unstalled } from './unstalled';

async function* twoThenSilence(): AsyncIterable<number> {
  yield 1;
  yield 2;
  await new Promise(() => undefined);
}
const collected = async (from: AsyncIterable<number>, into: number[]): Promise<void> => {
  for await (const one of from) into.push(one);
};

describe('a reader that may be left waiting', () => {
  it('hands everything on, and is given up when nothing comes after the end of its input', async () => {
    jest.useFakeTimers();
    const seen: number[] = [];
    const ended = expect(
      collected(
        unstalled(twoThenSilence(), () => false),
        seen,
      ),
    ).rejects.toThrow('nothing more');
    await jest.advanceTimersByTimeAsync(11_000);
    await ended;
    expect(seen).toEqual([1, 2]);
    jest.useRealTimers();
  });

  it('is waited for as long as there is input', async () => {
    jest.useFakeTimers();
    let isOver = false;
    void collected(
      unstalled(twoThenSilence(), () => true),
      [],
    ).finally(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(600_000);
    expect(isOver).toBe(false);
    jest.useRealTimers();
  });
});
