import type { ErasePerson } from '@xianjie/casework';
import type { EventLog } from '@xianjie/log';
import pino from 'pino';
import { RecurringLook } from './recurring-look';

const logger = pino({ name: 'erasures' });
const EVERY_MS = 60_000;

/** Goes on with erasures that a kill or a running import held up, and with those that an identity review brought about. */
export class UnfinishedErasures extends RecurringLook {
  constructor(
    private readonly log: EventLog,
    private readonly erasing: ErasePerson,
  ) {
    super(EVERY_MS);
  }

  protected async once(): Promise<void> {
    try {
      for (const shard of await this.log.shards())
        for (const { event, position } of await this.erasing.resume(shard))
          logger.info({ person: event.person, position }, 'an erasure was brought to its end');
    } catch (fault) {
      // An import at work, or a database that is away: the next look goes on.
      logger.warn({ err: fault }, 'an erasure waits');
    }
  }
}
