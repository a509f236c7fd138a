import type { PersonEvent } from '@xianjie/domain';
import { EventCodec } from './avro-event-codec';

/** Events of a person rather than of a household (schemas/person). */
export class PersonEventCodec extends EventCodec<PersonEvent, Record<never, string>> {
  constructor() {
    super({ families: ['person'], subject: [] });
  }
}
