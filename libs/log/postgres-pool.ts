import { Pool } from 'pg';
import type { PoolConfig } from 'pg';

const ignored = (): void => undefined;

/**
 * A pool whose connections may die at any moment. An idle one is replaced at the next question. One that is lent fails its query; pg then
 * also emits an error, which ends the process of a borrower who listens to none, and a restarted server cuts all of them at once.
 */
export const openPool = (config: PoolConfig): Pool =>
  new Pool(config).on('error', ignored).on('connect', (client) => client.on('error', ignored));
