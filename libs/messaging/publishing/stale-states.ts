import type { MessageBus, ReceivedMessage, Tail } from '../message-bus';
import type { Topics } from '../topics';
import { numberIn } from './sent-positions';

/** Enough of each partition to hold the last page, whoever sent it. */
const TAIL_LENGTH = 300;

/**
 * A stopped publisher that wakes may still send one old page, and a network or a mirror may deliver any page again (S-16). In each partition
 * numbers only rise, but for answers: so a state of another sender below what was seen there before is old, and one of this sender's own
 * is when its running number was seen before. Its household must be answered with the newest.
 */
export class StaleStates {
  private readonly highest = new Map<string, number>();
  /** The last running number of this sender's own messages. */
  private readonly own = new Map<string, number>();
  private readonly households = new Set<string>();
  private tail: Tail | null = null;

  constructor(
    private readonly bus: MessageBus,
    private readonly topics: Topics,
    private readonly shard: string,
    private readonly sender: string,
  ) {}

  /** Looks also at what was there already: a stale page may have come while nobody led. */
  async watch(onLost: (fault: Error) => void): Promise<void> {
    const { householdState, dibaoState, povertyState } = this.topics;
    this.tail = await this.bus.tail(
      [householdState, dibaoState, povertyState],
      TAIL_LENGTH,
      (message) => this.see(message),
      onLost,
    );
  }

  see({ topic, partition, headers }: ReceivedMessage): void {
    const number = numberIn(headers.xianjie_position, this.shard);
    if (number === null) return;
    const place = `${topic}/${partition}`;
    const highest = this.highest.get(place) ?? 0;
    if (number > highest) this.highest.set(place, number);
    const isNew = headers.xianjie_sender === this.sender ? this.isNext(place, Number(headers.xianjie_sent)) : number >= highest;
    if (!isNew && headers.ce_subject) this.households.add(headers.ce_subject);
  }

  private isNext(place: string, sent: number): boolean {
    if (sent <= (this.own.get(place) ?? 0)) return false;
    this.own.set(place, sent);
    return true;
  }

  /** Households to answer; they are forgotten here. */
  take(): readonly string[] {
    const households = [...this.households];
    this.households.clear();
    return households;
  }

  async stop(): Promise<void> {
    await this.tail?.stop();
    this.tail = null;
  }
}
