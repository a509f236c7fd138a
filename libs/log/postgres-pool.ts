import { Pool } from 'pg';
import type { PoolConfig } from 'pg';

const ignored = (): void => undefined;

// At the default of 4, made for turning disks, a look-up of 2,000 persons among 400,000 is planned as a scan of all of them on three
// processes: 58 ms for every 500 households of an import.
const PLANNER = '-c random_page_cost=1.1';

/**
 * A pool whose connections may die at any moment. An idle one is replaced at the next question. One that is lent fails its query; pg then
 * also emits an error, which ends the process of a borrower who listens to none, and a restarted server cuts all of them at once.
 */
export const openPool = (config: PoolConfig): Pool =>
  new Pool({ ...config, options: [PLANNER, config.options ?? ''].join(' ').trim() })
    .on('error', ignored)
    .on('connect', (client) => client.on('error', ignored));
