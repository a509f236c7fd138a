import { Clock } from './clock';

/** For specs: stands still until it is set. */
export class FixedClock extends Clock {
  private instant: string;

  constructor(instant = '2016-12-31T16:00:00.000Z') {
    super();
    this.instant = new Date(instant).toISOString();
  }

  set(instant: string): void {
    this.instant = new Date(instant).toISOString();
  }

  async now(): Promise<string> {
    return this.instant;
  }
}
