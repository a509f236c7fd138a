import { performance } from 'node:perf_hooks';
import type { Pool } from 'pg';
import { LeaseLost } from './faults';
import { ask, statement } from './postgres-statements';

const acquire = statement('acquire-lease');
const shorten = statement('shorten-lease');
const renew = statement('renew-lease');
const release = statement('release-lease');
const advance = statement('advance-publication');
const readPublication = statement('read-publication');

type Held = { token: string };

/** The right to publish one shard's log, for as long as it is renewed (S-16). */
export class Lease {
  /** By this machine's monotonic clock, which goes on while the process is stopped; counted from before the question was sent. */
  private validUntil: number;

  constructor(
    private readonly pool: Pool,
    readonly name: string,
    readonly token: string,
    private readonly ttlMs: number,
    askedAt: number,
  ) {
    this.validUntil = askedAt + ttlMs;
  }

  get renewEveryMs(): number {
    return this.ttlMs / 3;
  }

  /** @throws LeaseLost once it may have expired. Asks nobody, so it is cheap enough for every page. */
  assertHeld(): void {
    if (performance.now() >= this.validUntil) throw new LeaseLost(this.name);
  }

  async renew(): Promise<void> {
    await this.under((askedAt) => [renew(this.name, this.token, this.ttlMs), askedAt]);
  }

  /** Everything up to `number` is on the topics. Renews. @throws LeaseLost when another leads. */
  async advance(shard: string, number: number): Promise<void> {
    await this.under((askedAt) => [advance(this.name, this.token, this.ttlMs, shard, number), askedAt]);
  }

  /** The last position of the shard that the topics hold; 0 before anything. */
  async publishedUpTo(shard: string): Promise<number> {
    const [row] = await ask<{ number: string }>(this.pool, readPublication(shard));
    return Number(row?.number ?? 0);
  }

  async release(): Promise<void> {
    this.validUntil = 0;
    await ask(this.pool, release(this.name, this.token));
  }

  private async under(query: (askedAt: number) => readonly [ReturnType<typeof renew>, number]): Promise<void> {
    const [question, askedAt] = query(performance.now());
    const answered = await ask(this.pool, question);
    if (answered.length === 0) {
      this.validUntil = 0;
      throw new LeaseLost(this.name);
    }
    this.validUntil = Math.max(this.validUntil, askedAt + this.ttlMs);
  }
}

export class PostgresLeases {
  constructor(private readonly pool: Pool) {}

  /** Null while another holds it. */
  async acquire(name: string, holder: string, ttlMs: number): Promise<Lease | null> {
    await ask(this.pool, shorten(name));
    const askedAt = performance.now();
    const [held] = await ask<Held>(this.pool, acquire(name, holder, ttlMs));
    return held === undefined ? null : new Lease(this.pool, name, held.token, ttlMs, askedAt);
  }
}
