import type { Pool, PoolClient } from 'pg';

const CHANNEL = 'xianjie_log';

/** One listening connection for all followers of a log. While it cannot be had, followers poll: it only saves them waiting. */
export class PostgresAnnouncements {
  private readonly followers = new Set<(shard: string) => void>();
  private listening: Promise<PoolClient | null> | null = null;

  constructor(private readonly pool: Pool) {}

  /** Calls back after each commit to a shard; answers how to stop. */
  subscribe(follower: (shard: string) => void): () => Promise<void> {
    this.followers.add(follower);
    this.listening ??= this.listen();
    return async () => {
      this.followers.delete(follower);
      if (this.followers.size > 0 || !this.listening) return;
      const client = await this.listening;
      if (this.followers.size > 0) return;
      this.listening = null;
      client?.release(true);
    };
  }

  private async listen(): Promise<PoolClient | null> {
    let client: PoolClient | null = null;
    try {
      client = await this.pool.connect();
      const lost = client;
      client.once('error', () => {
        lost.release(true);
        this.again();
      });
      client.on('notification', ({ payload = '' }) => this.followers.forEach((follower) => follower(payload)));
      await client.query(`listen ${CHANNEL}`);
      return client;
    } catch {
      // A connection that broke has said so through its error event already.
      if (!client) this.again();
      return null;
    }
  }

  private again(): void {
    this.listening = null;
    const retry = setTimeout(() => {
      if (this.followers.size > 0) this.listening ??= this.listen();
    }, 1_000);
    retry.unref();
  }
}
