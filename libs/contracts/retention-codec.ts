import type { KeptFilesDeleted } from '@xianjie/domain';
import { EventCodec } from './avro-event-codec';

/** The hub's own events about kept files (schemas/hub): they are nobody's but the hub's. */
export class RetentionEventCodec extends EventCodec<KeptFilesDeleted, Record<never, string>> {
  constructor() {
    super({ families: ['hub'], subject: [] });
  }
}
