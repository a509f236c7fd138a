import type { HubError } from '@xianjie/domain';

/** `because` is null for a message that only waits behind another of its lane. */
export type Waiting<Message> = Readonly<{ message: Message; because: HubError | null }>;

/** Which messages of a batch wait: one that cannot be applied and, from then on, every later one of its lane (peers.md, lesson 11). */
export class Lanes<Message extends Readonly<{ lane: string }>> {
  private readonly parked: Set<string>;
  private readonly queue: Waiting<Message>[] = [];

  /** `parked`: lanes that waited before the batch. */
  constructor(parked: Iterable<string> = []) {
    this.parked = new Set(parked);
  }

  /** Whether its lane waits; then the message has taken its place at the end. */
  waits(message: Message): boolean {
    if (!this.parked.has(message.lane)) return false;
    this.queue.push({ message, because: null });
    return true;
  }

  /** Begins a lane with the message that cannot be applied. */
  park(message: Message, because: HubError): void {
    this.parked.add(message.lane);
    this.queue.push({ message, because });
  }

  /** In the order of their arrival. */
  get waiting(): readonly Waiting<Message>[] {
    return this.queue;
  }
}

/** The lane of a key. Postgres keeps no NUL in a text, and a damaged key may hold one. */
export const laneOf = (key: string): string => key.replaceAll('\0', '\uFFFD');
