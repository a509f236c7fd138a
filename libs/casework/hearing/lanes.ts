/**
 * Work that touches one of the same keys goes one after the other, in the order in which it came; all other work goes side by
 * side. Taking all keys at once, in the order of the calls, leaves no circle to wait in.
 */
export class Lanes {
  private readonly last = new Map<string, Promise<void>>();

  async run<Answer>(keys: Iterable<string>, work: () => Promise<Answer>): Promise<Answer> {
    let finish: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => (finish = resolve));
    const before = new Set<Promise<void>>();
    const taken = new Set(keys);
    for (const key of taken) {
      const holder = this.last.get(key);
      if (holder) before.add(holder);
      this.last.set(key, mine);
    }
    try {
      await Promise.all(before);
      return await work();
    } finally {
      for (const key of taken) if (this.last.get(key) === mine) this.last.delete(key);
      finish();
    }
  }
}
