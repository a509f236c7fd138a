import { HubError } from '@xianjie/domain';
import { LeaseLost } from '../faults';
import type { OtherSetting } from '../message-bus';
import type { PostgresLeases } from '../postgres-leases';
import { topicSpecs } from '../topics';
import { pause } from './pause';
import { Leadership } from './leadership';
import type { LeadershipParts } from './leadership';

export type PublisherStatus = Readonly<{
  role: 'starting' | 'leading' | 'standby' | 'waiting-after-fault';
  /** The last position on the topics that this process knows of. */
  published: number;
  fault: string | null;
}>;

export type PublisherOptions = LeadershipParts &
  Readonly<{
    leases: PostgresLeases;
    /** Names this process among publishers. */
    holder: string;
    leaseMs: number;
    onStatus: (status: PublisherStatus) => void;
    /** At the beginning of a term: what an operator has to know and may have meant. */
    onOtherSettings: (found: readonly OtherSetting[]) => void;
  }>;

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** Follows the log of one shard onto the topics, as the only one that does (peers.md, lesson 6). */
export class Publisher {
  private status: PublisherStatus = { role: 'starting', published: 0, fault: null };

  constructor(private readonly options: PublisherOptions) {}

  /** Until the signal. @throws what is no passing fault: an unknown fault stops the process. */
  async run(signal: AbortSignal): Promise<void> {
    for (let wait = FIRST_PAUSE_MS; !signal.aborted;) {
      const before = this.status.published;
      try {
        if (!(await this.term(signal))) await pause(this.options.leaseMs / 3, signal);
      } catch (fault) {
        if (!(fault instanceof HubError) || !fault.retryable) throw fault;
        if (fault instanceof LeaseLost) this.say({ role: 'standby', fault: null });
        else this.say({ role: 'waiting-after-fault', fault: fault.message });
        wait = this.status.published > before ? FIRST_PAUSE_MS : Math.min(wait * 2, LONGEST_PAUSE_MS);
        await pause(wait, signal);
      }
    }
  }

  /** False when another leads. */
  private async term(signal: AbortSignal): Promise<boolean> {
    const { leases, shard, bus, topics, schemaIds, holder, leaseMs } = this.options;
    const lease = await leases.acquire(`publisher:${shard}`, holder, leaseMs);
    if (lease === null) {
      this.say({ role: 'standby', fault: null });
      return false;
    }
    try {
      const specs = topicSpecs(topics);
      await bus.ensureTopics(specs);
      this.options.onOtherSettings(await bus.otherSettings(specs));
      await schemaIds.requireFullTransitive();
      await schemaIds.look();
      this.say({ role: 'leading', fault: null });
      await new Leadership({ ...this.options, onPublished: (number) => this.published(number) }, lease).lead(signal);
    } finally {
      await lease.release().catch(() => undefined);
    }
    return true;
  }

  private published(number: number): void {
    this.status = { ...this.status, published: number };
    this.options.onPublished(number);
    this.options.onStatus(this.status);
  }

  private say(change: Partial<PublisherStatus>): void {
    this.status = { ...this.status, ...change };
    this.options.onStatus(this.status);
  }
}
