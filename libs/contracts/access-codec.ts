import type { AccessEvent } from '@xianjie/domain';
import { EventCodec } from './avro-event-codec';

/** Who looked, and what left the hub (schemas/access): they are nobody's but the hub's. */
export class AccessEventCodec extends EventCodec<AccessEvent, Record<never, string>> {
  constructor() {
    super({ families: ['access'], subject: [] });
  }
}
