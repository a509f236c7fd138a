import type { Pool } from 'pg';
import { PersonBlocks, byHash } from './person-blocks';
import type { Block } from './person-blocks';
import { statement } from './postgres-statements';

const addBlocks = statement('add-blocks');
const forgetBlocks = statement('forget-blocks');
const findBlocks = statement('find-blocks');
const findDoubtfulBlocks = statement('find-doubtful-blocks');

export class PostgresPersonBlocks extends PersonBlocks {
  constructor(private readonly pool: Pool) {
    super();
  }

  async add(blocks: readonly Block[]): Promise<void> {
    if (blocks.length === 0) return;
    // One statement cannot write one row twice, and every writer takes the rows in one order.
    const rows = [...new Map(blocks.map((block) => [`${block.hash} ${block.person}`, block])).entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, block]) => block);
    const columns = [rows.map(({ hash }) => hash), rows.map(({ person }) => person), rows.map(({ doubtful }) => doubtful)];
    await this.pool.query(addBlocks(...columns));
  }

  async forget(blocks: readonly Pick<Block, 'hash' | 'person'>[]): Promise<void> {
    if (blocks.length > 0)
      await this.pool.query(
        forgetBlocks(
          blocks.map(({ hash }) => hash),
          blocks.map(({ person }) => person),
        ),
      );
  }

  async find(hashes: readonly string[], { doubtfulOnly = false } = {}) {
    if (hashes.length === 0) return new Map<string, Block[]>();
    const { rows } = await this.pool.query<Block>(doubtfulOnly ? findDoubtfulBlocks(hashes) : findBlocks(hashes));
    return byHash(rows);
  }
}
