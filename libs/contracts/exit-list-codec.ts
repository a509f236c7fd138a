import type { ExitListEvent } from '@xianjie/domain';
import { EventCodec } from './avro-event-codec';

/** Whose event it is: `listId` is `XJ-<county>-<year>` (S-23). */
export type ExitListSubject = Readonly<{ listId: string; county: string; listYear: number }>;

/** Events of the yearly lists (schemas/exit-list). */
export class ExitListEventCodec extends EventCodec<ExitListEvent, ExitListSubject> {
  constructor() {
    super({ families: ['exit-list'], subject: ['listId', 'county', 'listYear'] });
  }
}
