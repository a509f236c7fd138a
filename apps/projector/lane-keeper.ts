import { HubError } from '@xianjie/domain';
import type { ParkedCopies, PostgresParkedDesk, PostgresParkedLanes } from '@xianjie/messaging';
import type { PostgresHouseholdProjection } from '@xianjie/read-models';
import type { ProjectorHealth } from './projector-health';
import type { TopicEvents } from './topic-events';

export type LaneKeeperParts = Readonly<{
  lanes: PostgresParkedLanes;
  desk: PostgresParkedDesk;
  copies: ParkedCopies;
  projection: PostgresHouseholdProjection;
  events: TopicEvents;
  health: ProjectorHealth;
  consumer: string;
}>;

const EVERY_MS = 1_000;
const LANES_AT_ONCE = 20;

/** Beside the consumer: lanes that an operator wants tried again, the copy on the topic, and the counts (S-18). */
export class LaneKeeper {
  private timer: NodeJS.Timeout | null = null;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly parts: LaneKeeperParts) {}

  /** `onCrash`: a fault that will not pass, as in the consumer. */
  start(onCrash: (fault: Error) => void): void {
    const next = (): void => {
      this.turn = this.once()
        .catch((fault: unknown) => {
          if (fault instanceof HubError && fault.retryable) return;
          this.stopped = true;
          onCrash(fault instanceof Error ? fault : new Error(String(fault)));
        })
        .finally(() => {
          if (!this.stopped) this.timer = setTimeout(next, EVERY_MS);
        });
    };
    next();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.turn;
  }

  /** One round; several projectors may do it at once. */
  async once(): Promise<void> {
    const { lanes, projection, events, copies, desk, health, consumer } = this.parts;
    for (const lane of await lanes.toRetry(LANES_AT_ONCE)) await projection.retry(lane, events.read);
    health.waiting(await desk.counts(consumer));
    await copies.send();
  }
}
