import { setTimeout as pause } from 'node:timers/promises';
import { EventLog } from '@xianjie/log';
import { PostgresSealing, SealingOverdue } from '@xianjie/messaging';
import { sealingOverdue } from './metrics';

/** An answer is good for this long; 500 reports a second need not ask 500 times. */
const GOOD_FOR_MS = 1_000;

/**
 * Fails closed: what nobody seals could be altered unseen, so nothing new is taken while sealing has not worked for longer than the
 * deadline. A broker that is down never counts: a seal is made once it is in Postgres and in the seal file (S-19).
 */
export class SealingGuard {
  private answer: Promise<SealingOverdue | null> | null = null;
  private askedAt = 0;

  constructor(
    private readonly sealing: Pick<PostgresSealing, 'longestAgo'>,
    private readonly log: Pick<EventLog, 'shards'>,
    private readonly deadlineSeconds: number,
  ) {}

  /** @throws SealingOverdue; also what the database throws when it does not answer. */
  async assertSealed(): Promise<void> {
    const overdue = await this.overdue();
    if (overdue !== null) throw overdue;
  }

  /** Resolves once sealing works: for an import that was taken before it stopped. */
  async untilSealed(): Promise<void> {
    while ((await this.overdue()) !== null) await pause(GOOD_FOR_MS);
  }

  private overdue(): Promise<SealingOverdue | null> {
    const now = performance.now();
    if (this.answer === null || now - this.askedAt > GOOD_FOR_MS) {
      this.askedAt = now;
      this.answer = this.ask();
      // An answer that failed is not kept.
      this.answer.catch(() => (this.answer = null));
    }
    return this.answer;
  }

  private async ask(): Promise<SealingOverdue | null> {
    const longest = await this.sealing.longestAgo(await this.log.shards());
    const isOverdue = longest !== null && longest.seconds > this.deadlineSeconds;
    sealingOverdue.set(isOverdue ? 1 : 0);
    return isOverdue ? new SealingOverdue(longest.shard, longest.seconds, this.deadlineSeconds) : null;
  }
}
