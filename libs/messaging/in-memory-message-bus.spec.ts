import { InMemoryMessageBus } from './in-memory-message-bus';
import { describeMessageBus } from './message-bus.contract';

describeMessageBus('in-memory', () => new InMemoryMessageBus());
