import { readFileSync } from 'node:fs';
import { Pool } from 'pg';
import { RunningHub } from '../../journeys/running-hub';

export const SHARD = '53';
/** No input may make a process of the hub larger than this, in MB. */
export const MOST_MEGABYTES = 1_200;

export type Said = Readonly<{ status: number; body: unknown; text: string }>;

/** A hub of which it is known whether an input ended a process, grew one beyond its bounds, or left something in the log. */
export class WatchedHub {
  readonly wrong: string[] = [];
  private readonly pids: Readonly<Record<string, number>>;
  private readonly pool: Pool;

  private constructor(readonly hub: RunningHub) {
    this.pids = hub.addresses.processes;
    this.pool = new Pool({ connectionString: hub.addresses.databaseUrl, max: 2 }).on('error', () => undefined);
  }

  static async start(): Promise<WatchedHub> {
    return new WatchedHub(await RunningHub.start({ simulatedClock: false, settings: { XIANJIE_SCHEDULER_SECONDS: '0' } }));
  }

  async stop(): Promise<void> {
    await this.pool.end();
    await this.hub.stop();
  }

  async head(): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>(
      'select coalesce(max(number), 0)::int as n from log.heads where shard = $1',
      [SHARD],
    );
    return rows[0]?.n ?? 0;
  }

  /** @throws only when nothing answers at all. */
  async call(path: string, init: RequestInit = {}): Promise<Said> {
    const response = await fetch(`${this.hub.addresses.registry}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${this.hub.token}`, ...init.headers },
      signal: AbortSignal.timeout(120_000),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, body: isJson && text !== '' ? (JSON.parse(text) as unknown) : null, text };
  }

  /** What was found, with the input that shows it; inputs are synthetic. */
  found(what: string, input: unknown): void {
    this.wrong.push(`${what}: ${(typeof input === 'string' ? input : JSON.stringify(input)).slice(0, 2_000)}`);
  }

  /** Peak memory of each process since it started, in MB. */
  peaks(): Readonly<Record<string, number>> {
    const peaks: Record<string, number> = {};
    for (const [app, pid] of Object.entries(this.pids)) {
      try {
        peaks[app] = Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024);
      } catch {
        peaks[app] = NaN;
      }
    }
    return peaks;
  }

  /** After a kind of input: no process ended, none grew too large. */
  inspect(kind: string): void {
    for (const [app, pid] of Object.entries(this.hub.addresses.processes))
      if (pid !== this.pids[app]) this.found(`${kind} ended ${app}`, this.hub.said.split('\n').slice(-3).join(' | '));
    for (const [app, megabytes] of Object.entries(this.peaks()))
      if (megabytes > MOST_MEGABYTES) this.found(`${kind} made ${app} larger than ${MOST_MEGABYTES} MB`, `${megabytes} MB`);
  }
}
