import type { EventLog } from './event-log';
import type { FixedClock } from './fixed-clock';
import { describeAppending } from './appending.contract';
import { describeReading } from './reading.contract';

/** A log that nobody wrote to, and the clock it reads. */
export type OpenedLog = Readonly<{ log: EventLog; clock: FixedClock }>;

/** What any event log must do. Every adapter's spec is one call to this. */
export const describeEventLog = (adapter: string, open: () => Promise<OpenedLog>): void => {
  describe(`the ${adapter} event log`, () => {
    describeAppending(open);
    describeReading(open);
  });
};
