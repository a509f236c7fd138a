import type { PolicyEvent } from '@xianjie/domain';
import { EventCodec } from './avro-event-codec';

/** The hub's own events about policy packs (schemas/hub): they are nobody's but the hub's. */
export class PolicyEventCodec extends EventCodec<PolicyEvent, Record<never, string>> {
  constructor() {
    super({ families: ['hub'], subject: [] });
  }
}
