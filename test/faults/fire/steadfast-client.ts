import type { RunningHub } from '../../journeys/running-hub';

// What an office's program has to do while a hub is under fire: send the same call again until it is answered.

const ONE_CALL_MS = 20_000;
const GIVE_UP_MS = 240_000;

export type Answered<Body> = Readonly<{ status: number; body: Body; attempts: number }>;
type Call = Readonly<{ method?: string; body?: unknown; raw?: string; headers?: Record<string, string> }>;

/** Status and stable code of every answer that was no success, with how often it came. */
export type Troubles = Map<string, number>;

const isFinal = (status: number): boolean => status < 500 && status !== 408 && status !== 429;

export class SteadfastClient {
  readonly troubles: Troubles = new Map();
  /** 500s, which no fault of a part excuses. */
  readonly crashes: string[] = [];

  constructor(private readonly hub: RunningHub) {}

  /** One attempt. Null: nobody knows whether it was done. */
  async once<Body>(path: string, call: Call = {}): Promise<Answered<Body> | null> {
    const body = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
    try {
      const response = await fetch(`${this.hub.addresses.registry}/api/v1${path}`, {
        method: call.method ?? 'GET',
        headers: {
          authorization: `Bearer ${this.hub.token}`,
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        body,
        signal: AbortSignal.timeout(ONE_CALL_MS),
      });
      const text = await response.text();
      const said = (text === '' ? null : JSON.parse(text)) as Body & { code?: string };
      if (response.status >= 400) this.note(`${response.status} ${said?.code ?? ''}`);
      if (response.status === 500) this.crashes.push(`${call.method ?? 'GET'} ${path}: ${said?.code}`);
      return isFinal(response.status) ? { status: response.status, body: said, attempts: 1 } : null;
    } catch (fault) {
      const { name, cause } = fault as Error & { cause?: { code?: string } };
      this.note(`no answer ${cause?.code ?? name}`);
      return null;
    }
  }

  /** @throws Error when four minutes bring no answer. */
  async untilAnswered<Body>(path: string, call: Call = {}): Promise<Answered<Body>> {
    const deadline = Date.now() + GIVE_UP_MS;
    for (let attempts = 1; ; attempts += 1) {
      const answer = await this.once<Body>(path, call);
      if (answer) return { ...answer, attempts };
      if (Date.now() > deadline) throw new Error(`${call.method ?? 'GET'} ${path} was not answered in ${GIVE_UP_MS / 1000} s`);
      await new Promise((next) => setTimeout(next, Math.min(100 * attempts, 1_000)));
    }
  }

  private note(trouble: string): void {
    this.troubles.set(trouble, (this.troubles.get(trouble) ?? 0) + 1);
  }
}
