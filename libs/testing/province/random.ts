/** A seeded stream of numbers: the same seed gives the same province on every machine. */
export type Random = Readonly<{
  /** 0 ≤ x < 1. */
  next: () => number;
  /** Whole number, both ends included. */
  int: (from: number, to: number) => number;
  chance: (probability: number) => boolean;
  pick: <T>(items: readonly T[]) => T;
  /** `table` is [value, weight] with weights of any sum. */
  weighted: <T>(table: readonly (readonly [T, number])[]) => T;
  normal: (mean: number, deviation: number) => number;
  shuffle: <T>(items: T[]) => T[];
  /** An independent stream, so that one part of the world can change without moving the others. */
  fork: (label: string) => Random;
}>;

const hash = (text: string): number => {
  let h = 2166136261;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
};

/** mulberry32: 32 bits of state are enough for the some 10^7 draws of a province. */
export const seeded = (seed: string): Random => {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => items[int(0, items.length - 1)],
    weighted: (table) => {
      let rest = next() * table.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of table) {
        rest -= weight;
        if (rest < 0) return value;
      }
      return table[table.length - 1][0];
    },
    normal: (mean, deviation) => mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (items) => {
      for (let i = items.length - 1; i > 0; i -= 1) {
        const j = int(0, i);
        [items[i], items[j]] = [items[j], items[i]];
      }
      return items;
    },
    fork: (label) => seeded(`${seed}/${label}`),
  };
};

/**
 * Draws at a rate without the scatter of a coin: after n asks, rate × n have come up (± 1). A small province thus holds every
 * kind of error at its rate. What cannot be used at once (`due` true, not taken) stays owed until `take`.
 */
export class Quota {
  private owed: number;
  constructor(
    private readonly rate: number,
    random: Random,
  ) {
    this.owed = 0.5 + random.next() * 0.5;
  }
  ask(weight = 1): void {
    this.owed += this.rate * weight;
  }
  get due(): boolean {
    return this.owed >= 1;
  }
  take(): void {
    this.owed -= 1;
  }
  /** Ask and take in one: for kinds that fit every record. */
  hit(weight = 1): boolean {
    this.ask(weight);
    if (!this.due) return false;
    this.take();
    return true;
  }
}
