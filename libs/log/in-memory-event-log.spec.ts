import { describeEventLog } from './event-log.contract';
import { FixedClock } from './fixed-clock';
import { InMemoryEventLog } from './in-memory-event-log';

describeEventLog('in-memory', async () => {
  const clock = new FixedClock();
  return { log: new InMemoryEventLog(clock), clock };
});
