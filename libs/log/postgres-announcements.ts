import type { Pool, PoolClient } from 'pg';

const CHANNEL = 'xianjie_log';

/** One listening connection for all followers of a log. While it cannot be had, followers poll: it only saves them waiting. */
export class PostgresAnnouncements {
  private readonly followers = new Set<(shard: string) => void>();
  /** Gives the connection back; may be called again. */
  private listening: Promise<() => void> | null = null;

  constructor(private readonly pool: Pool) {}

  /** Calls back after each commit to a shard; answers how to stop. */
  subscribe(follower: (shard: string) => void): () => Promise<void> {
    this.followers.add(follower);
    this.listening ??= this.listen();
    return async () => {
      this.followers.delete(follower);
      const { listening } = this;
      if (this.followers.size > 0 || !listening) return;
      const end = await listening;
      if (this.followers.size > 0) return;
      if (this.listening === listening) this.listening = null;
      end();
    };
  }

  private async listen(): Promise<() => void> {
    try {
      return await this.listenOn(await this.pool.connect());
    } catch {
      this.again();
      return () => undefined;
    }
  }

  private async listenOn(client: PoolClient): Promise<() => void> {
    let isOver = false;
    // pg throws when a connection is given back twice; and one that was just given back may still break, as when its server shuts down.
    const end = (): void => {
      if (!isOver) client.release(true);
      isOver = true;
    };
    client.on('error', () => {
      if (isOver) return;
      end();
      this.again();
    });
    client.on('notification', ({ payload = '' }) => this.followers.forEach((follower) => follower(payload)));
    await client.query(`listen ${CHANNEL}`).catch((fault: unknown) => {
      end();
      throw fault;
    });
    return end;
  }

  private again(): void {
    this.listening = null;
    const retry = setTimeout(() => {
      if (this.followers.size > 0) this.listening ??= this.listen();
    }, 1_000);
    retry.unref();
  }
}
