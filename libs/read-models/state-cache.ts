import { LRUCache } from 'lru-cache';
import type { FoldedHousehold } from './rows';

/**
 * States lately folded, so that a batch need not read them again. Bounded; the stored version decides whether one still holds. A rebuild
 * that is swapped in may hold another state under the same version: what was folded onto the tables before it is forgotten.
 */
export class StateCache {
  private readonly states: LRUCache<string, FoldedHousehold>;
  private table: string | null = null;

  constructor(most = 50_000) {
    this.states = new LRUCache({ max: most });
  }

  /** `table`: which one the batch is about to read and write (its oid). */
  on(table: string): void {
    if (table !== this.table) this.states.clear();
    this.table = table;
  }

  get(household: string, version: number): FoldedHousehold | undefined {
    const cached = this.states.get(household);
    return cached?.version === version ? cached : undefined;
  }

  put(table: string, folded: FoldedHousehold): void {
    if (table === this.table) this.states.set(folded.household, folded);
  }
}
