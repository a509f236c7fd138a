import type { MessageDiscarded } from '@xianjie/domain';
import { EventCodec } from './avro-event-codec';

/** The hub's own events about messages (schemas/hub): they are nobody's but the hub's. */
export class MessageEventCodec extends EventCodec<MessageDiscarded, Record<never, string>> {
  constructor() {
    super({ families: ['hub'], subject: [] });
  }
}
