import { Clock } from './clock';

export class SystemClock extends Clock {
  async now(): Promise<string> {
    return new Date().toISOString();
  }
}
