import { Clock } from './clock';

/** Answers only when told to. A log asks under the head lock, so this holds an append in the middle of its transaction. */
export class GatedClock extends Clock {
  private open: () => void = () => undefined;
  private gate = Promise.resolve();
  private arrived: () => void = () => undefined;

  /** Shuts the gate; answers when somebody stands before it. */
  shut(): Promise<void> {
    this.gate = new Promise((resolve) => (this.open = resolve));
    return new Promise((resolve) => (this.arrived = resolve));
  }

  release(): void {
    this.open();
  }

  async now(): Promise<string> {
    this.arrived();
    await this.gate;
    return '2017-01-01T00:00:00.000Z';
  }
}
