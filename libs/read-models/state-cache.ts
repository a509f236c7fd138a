import type { FoldedHousehold } from './rows';

/** States lately folded, so that a batch need not read them again. Bounded; the stored version decides whether one still holds. */
export class StateCache {
  private readonly states = new Map<string, FoldedHousehold>();

  constructor(private readonly most = 50_000) {}

  get(household: string, version: number): FoldedHousehold | undefined {
    const cached = this.states.get(household);
    return cached?.version === version ? cached : undefined;
  }

  put(folded: FoldedHousehold): void {
    this.states.delete(folded.household);
    this.states.set(folded.household, folded);
    if (this.states.size > this.most) this.states.delete(this.states.keys().next().value as string);
  }
}
