import type { OpenedLog } from './append.fixture';
import { describeAppending } from './appending.contract';
import { describeReading } from './reading.contract';

/** What any event log must do. Every adapter's spec is one call to this. */
export const describeEventLog = (adapter: string, open: () => Promise<OpenedLog>): void => {
  describe(`the ${adapter} event log`, () => {
    describeAppending(open);
    describeReading(open);
  });
};
