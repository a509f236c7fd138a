import type { Pool } from 'pg';
import { ask, statement } from '../postgres-statements';
import { HUB_HEADERS } from './hub-headers';

const erasePayloads = statement('erase-parked-payloads');

/** The bytes of parked messages, which are kept for good but for an erasure (S-25). */
export class PostgresParkedPayloads {
  constructor(private readonly pool: Pool) {}

  /**
   * Takes away the bytes of all messages of these lanes, and of any message that bears one of the texts; they stay where they are and
   * can be decided. May be done again. @throws MessagingStoreUnavailable.
   */
  async erase(lanes: readonly string[], texts: readonly string[]): Promise<void> {
    const needles = texts.filter((text) => text !== '').map((text) => Buffer.from(text));
    await ask(this.pool, erasePayloads(lanes, needles, Object.keys(HUB_HEADERS), Object.values(HUB_HEADERS)));
  }
}
