import { LRUCache } from 'lru-cache';
import type { FoldedHousehold } from './rows';

/** States lately folded, so that a batch need not read them again. Bounded; the stored version decides whether one still holds. */
export class StateCache {
  private readonly states: LRUCache<string, FoldedHousehold>;

  constructor(most = 50_000) {
    this.states = new LRUCache({ max: most });
  }

  get(household: string, version: number): FoldedHousehold | undefined {
    const cached = this.states.get(household);
    return cached?.version === version ? cached : undefined;
  }

  put(folded: FoldedHousehold): void {
    this.states.set(folded.household, folded);
  }
}
