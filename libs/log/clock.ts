/** Port (S-3): the only way to the time. Demo and tests drive a simulated one; production refuses one. */
export abstract class Clock {
  /** ISO instant in UTC. */
  abstract now(): Promise<string>;
}
