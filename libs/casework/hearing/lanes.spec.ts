import { setImmediate } from 'node:timers/promises';
import { Lanes } from './lanes';

/** Work that ends when it is told to; `log` says what began and what ended. */
const desk = () => {
  const lanes = new Lanes();
  const log: string[] = [];
  const begin = (name: string, ...keys: readonly string[]) => {
    let end!: (fault?: Error) => void;
    const told = new Promise<void>((resolve, reject) => (end = (fault) => (fault ? reject(fault) : resolve())));
    const ended = lanes.run(keys, async () => {
      log.push(`${name} begins`);
      await told.finally(() => log.push(`${name} ends`));
      return name;
    });
    return { end, ended };
  };
  return { begin, log };
};

describe('lanes of work', () => {
  it('let work wait that touches one of the same keys, and no other', async () => {
    const { begin, log } = desk();
    const first = begin('first', 'wei', 'huang');
    const second = begin('second', 'huang', 'lu');
    const other = begin('other', 'he');
    await setImmediate();
    expect(log).toEqual(['first begins', 'other begins']);
    first.end();
    await expect(first.ended).resolves.toBe('first');
    await setImmediate();
    expect(log.slice(2)).toEqual(['first ends', 'second begins']);
    for (const one of [second, other]) one.end();
    await Promise.all([second.ended, other.ended]);
  });

  it('keep the order of the calls: who comes when the first has ended still waits for the second', async () => {
    const { begin, log } = desk();
    const first = begin('first', 'wei');
    const second = begin('second', 'wei');
    first.end();
    await first.ended;
    const third = begin('third', 'wei');
    await setImmediate();
    expect(log).toEqual(['first begins', 'first ends', 'second begins']);
    second.end();
    third.end();
    await Promise.all([second.ended, third.ended]);
    expect(log.slice(3)).toEqual(['second ends', 'third begins', 'third ends']);
  });

  it('go on past work that fails', async () => {
    const { begin } = desk();
    const first = begin('first', 'wei');
    const second = begin('second', 'wei');
    first.end(new Error('the log is away'));
    second.end();
    await expect(first.ended).rejects.toThrow('the log is away');
    await expect(second.ended).resolves.toBe('second');
  });
});
