import type { PersonId } from '@xianjie/domain';

/** `doubtful`: the person came without a number that can be trusted. */
export type Block = Readonly<{ hash: string; person: PersonId; doubtful: boolean }>;

/** Port: who shares a name and a township (S-12). A row without events of its person is harmless: the comparison looks at events. */
export abstract class PersonBlocks {
  abstract add(blocks: readonly Block[]): Promise<void>;
  /** Takes back what an erased person was found by. */
  abstract forget(blocks: readonly Pick<Block, 'hash' | 'person'>[]): Promise<void>;
  /** By hash; with `doubtfulOnly`, only persons without a trusted number. */
  abstract find(
    hashes: readonly string[],
    options?: Readonly<{ doubtfulOnly?: boolean }>,
  ): Promise<ReadonlyMap<string, readonly Block[]>>;
}

export const byHash = (blocks: readonly Block[]): ReadonlyMap<string, readonly Block[]> => {
  const found = new Map<string, Block[]>();
  for (const block of blocks) found.set(block.hash, [...(found.get(block.hash) ?? []), block]);
  return found;
};

export class InMemoryPersonBlocks extends PersonBlocks {
  private readonly blocks = new Map<string, Map<PersonId, Block>>();

  async add(blocks: readonly Block[]): Promise<void> {
    for (const block of blocks) this.blocks.set(block.hash, (this.blocks.get(block.hash) ?? new Map()).set(block.person, block));
  }

  async forget(blocks: readonly Pick<Block, 'hash' | 'person'>[]): Promise<void> {
    for (const { hash, person } of blocks) this.blocks.get(hash)?.delete(person);
  }

  async find(hashes: readonly string[], { doubtfulOnly = false } = {}) {
    const found = [...new Set(hashes)].flatMap((hash) => [...(this.blocks.get(hash)?.values() ?? [])]);
    return byHash(found.filter(({ doubtful }) => doubtful || !doubtfulOnly));
  }
}
