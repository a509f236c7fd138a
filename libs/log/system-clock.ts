import { Clock } from './clock';

export class SystemClock extends Clock {
  /** Five minutes, as Kerberos allows: machines that keep time by NTP are milliseconds apart. */
  override readonly tolerance = 300_000;

  async now(): Promise<string> {
    return new Date().toISOString();
  }
}
