import { escapeLiteral } from 'pg';
import type { Pool, PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { ChainBlock } from './chain-block';
import { ChainThreads } from './postgres-chain-threads';
import { asFault } from './postgres-connections';
import { CopiedRows } from './postgres-copied-rows';
import { script } from './postgres-statements';

const copyLinks = script('copy-links');

/** Blocks of whole rows, as they come. */
async function* rowsOf(client: PoolClient, sql: string): AsyncGenerator<Uint8Array> {
  const cutter = new CopiedRows();
  for await (const chunk of client.query(copyTo(sql))) {
    const rows = cutter.read(chunk as Buffer);
    if (rows) yield rows;
  }
  const rows = cutter.rest();
  if (rows) yield rows;
}

/** Hashed side by side, answered in order. */
async function* hashed(shard: string, blocks: AsyncIterable<Uint8Array>): AsyncGenerator<ChainBlock> {
  const threads = new ChainThreads();
  const underWay: Promise<ChainBlock>[] = [];
  try {
    for await (const rows of blocks) {
      const block = threads.check(shard, rows);
      // Who stops early must not leave an unhandled rejection.
      block.catch(() => undefined);
      underWay.push(block);
      if (underWay.length >= threads.width) yield await underWay.shift()!;
    }
    while (underWay.length > 0) yield await underWay.shift()!;
  } finally {
    await threads.close();
  }
}

/** The events in (after, upTo] as of one moment, holes included. @throws LogUnavailable */
export async function* chainBlocks(pool: Pool, shard: string, after: number, upTo: number): AsyncGenerator<ChainBlock> {
  const values = [escapeLiteral(shard), String(after), String(upTo)];
  const sql = copyLinks.replaceAll(/\$(\d)/g, (_, index: string) => values[Number(index) - 1]!);
  const onError = () => undefined;
  let isWhole = false;
  try {
    const client = await pool.connect();
    client.on('error', onError);
    try {
      yield* hashed(shard, rowsOf(client, sql));
      isWhole = true;
    } finally {
      client.off('error', onError);
      // Who stops early leaves rows on the way: such a connection is closed, not lent again.
      client.release(!isWhole);
    }
  } catch (fault) {
    throw asFault(fault, 'reading the chain');
  }
}
