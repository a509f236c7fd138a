/** Port (S-3): the only way to the time. Demo and tests drive a simulated one; production refuses one. */
export abstract class Clock {
  /** ISO instant in UTC. */
  abstract now(): Promise<string>;

  /** How far the store's own clock may be from this one when something is recorded, in ms; null for one that tells no true time. */
  readonly tolerance: number | null = null;
}
