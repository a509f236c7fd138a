import { ExpiredFiles } from './expired-files';
import { RecurringLook } from './recurring-look';

class Look extends RecurringLook {
  looks = 0;
  end: () => void = () => undefined;

  constructor() {
    super(1);
  }

  protected once(): Promise<void> {
    this.looks += 1;
    return new Promise((resolve) => (this.end = resolve));
  }
}
const aWhile = () => new Promise((next) => setTimeout(next, 10));

describe('work that is looked for again and again', () => {
  it('is looked for at the start, then after each while, one look at a time, and ends with the look under way', async () => {
    const look = new Look();
    look.start();
    look.start();
    expect(look.looks).toBe(1);
    await aWhile();
    expect(look.looks).toBe(1);
    look.end();
    while (look.looks < 2) await aWhile();
    let isOver = false;
    const over = look.onApplicationShutdown().then(() => (isOver = true));
    await aWhile();
    expect(isOver).toBe(false);
    look.end();
    await over;
    await aWhile();
    expect(look.looks).toBe(2);
  });
});

describe('kept files whose time is over', () => {
  const asked: unknown[][] = [];
  const expiring = {
    run: async (...of: unknown[]) => {
      asked.push(of);
      return Promise.reject(new Error('away'));
    },
  };
  const today = { date: async () => '2016-12-31' } as unknown as ConstructorParameters<typeof ExpiredFiles>[1];
  const looked = async (days: number): Promise<unknown[][]> => {
    asked.length = 0;
    const files = new ExpiredFiles(expiring, today, days);
    files.start();
    await files.onApplicationShutdown();
    return [...asked];
  };

  it('are looked for by their day; a database that is away ends nothing', async () =>
    expect(await looked(1)).toEqual([[1, '2016-12-31']]));
  it('are kept for ever when the time is 0 days', async () => expect(await looked(0)).toEqual([]));
});
