import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '@xianjie/testing';
import { Client } from 'pg';
import type { BurningHub, SmallDisk } from './burning-hub';
import { sendOldPage, sendPoison } from './redeliveries';
import { SecondApp } from './second-app';

// What may happen to a hub. Each fault ends by itself: when `inject` is done, the part is there again.

export type Fault = Readonly<{
  name: string;
  /** Two faults of one part are never under way together. */
  part: string;
  /** False: it could not be done here, or what it needs was just not there. */
  inject: (fire: BurningHub, random: Random) => Promise<boolean>;
}>;

const APPS = ['intake', 'publisher', 'projector', 'registry'] as const;

const signal = (pid: number | null, name: NodeJS.Signals): boolean => {
  if (pid === null) return false;
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
};

const killed = (app: string): Fault => ({
  name: `kill -9 of ${app}`,
  part: app,
  inject: async (fire) => signal(fire.pid(app), 'SIGKILL'),
});

/** A virtual machine that was paused; beyond ten seconds a lease, a session and many patiences have run out. */
const paused = (app: string, longestMs: number): Fault => ({
  name: `${app} stands still (SIGSTOP, SIGCONT)`,
  part: app,
  inject: async (fire, random) => {
    const pid = fire.pid(app);
    if (!signal(pid, 'SIGSTOP')) return false;
    await pause(random.int(1_000, longestMs));
    return signal(pid, 'SIGCONT');
  },
});

/** A second process joins; the first stands still meanwhile, or goes on beside it; then the second leaves, in order or not. */
const joined = (app: string, name: string, stopFirst: boolean): Fault => ({
  name,
  part: app,
  inject: async (fire, random) => {
    const first = fire.pid(app);
    const second = await SecondApp.start(fire, app);
    if (second === null) return false;
    await pause(random.int(2_000, 5_000));
    if (stopFirst && signal(first, 'SIGSTOP')) {
      await pause(random.int(3_500, 5_000));
      signal(first, 'SIGCONT');
    }
    await pause(random.int(500, 2_000));
    await second.end(random.chance(0.5) ? 'SIGTERM' : 'SIGKILL');
    return true;
  },
});

type PartName = 'postgres' | 'kafka' | 'registry';
const partGone = (part: PartName, name: string, how: 'stop' | 'kill'): Fault => ({
  name,
  part,
  inject: async (fire, random) => {
    await fire.parts[part][how]();
    await pause(random.int(0, 3_000));
    await fire.parts[part].start();
    return true;
  },
});

const cut = (at: 'before-commit' | 'after-commit'): Fault => ({
  name: `connection cut ${at}`,
  part: 'connections',
  inject: async (fire, random) => {
    const before = fire.proxy.cuts();
    fire.proxy.cut(at);
    for (let waited = 0; fire.proxy.cuts() === before && waited < 5_000; waited += 20) await pause(20);
    if (fire.proxy.cuts() === before) {
      fire.proxy.cut(null);
      return false;
    }
    await pause(random.int(0, 200));
    return true;
  },
});

const cutAll: Fault = {
  name: 'every connection cut in the middle of a statement',
  part: 'connections',
  inject: async (fire, random) => {
    let cuts = 0;
    for (let times = random.int(1, 4); times > 0; times -= 1) {
      cuts += fire.proxy.cutNow();
      await pause(random.int(20, 400));
    }
    return cuts > 0;
  },
};

const slowConnections: Fault = {
  name: 'slow connections to Postgres',
  part: 'connections',
  inject: async (fire, random) => {
    fire.proxy.delay(random.int(20, 120));
    await pause(random.int(2_000, 4_000));
    fire.proxy.delay(0);
    return true;
  },
};

/** Every flush of the write-ahead log takes 100 ms longer, as on a disk that cannot keep up. */
const slowDisk: Fault = {
  name: 'slow disk (each flush 100 ms longer)',
  part: 'postgres',
  inject: async (fire, random) => {
    const set = async (text: string): Promise<void> => {
      const client = new Client({ connectionString: fire.parts.databaseUrl, connectionTimeoutMillis: 5_000 });
      client.on('error', () => undefined);
      await client.connect();
      await client.query(text);
      await client.query('select pg_reload_conf()');
      await client.end();
    };
    await set("alter system set commit_delay = '100000'");
    await set("alter system set commit_siblings = '0'");
    await pause(random.int(2_000, 4_000));
    await set('alter system reset commit_delay');
    await set('alter system reset commit_siblings');
    return true;
  },
};

const full = (name: string, part: string, disk: (fire: BurningHub) => SmallDisk | null): Fault => ({
  name,
  part,
  inject: async (fire, random) => {
    const small = disk(fire);
    if (small === null) return false;
    small.fill();
    await pause(random.int(1_000, 3_000));
    small.empty();
    // A server that found no room for its log has ended, or is on its way; it must come back over the same files.
    if (part === 'postgres') for (let again = 0; again < 8; again += 1, await pause(250)) await fire.parts.postgres.start();
    return true;
  },
});

export const faultKinds: readonly Fault[] = [
  ...APPS.map(killed),
  paused('intake', 4_000),
  paused('publisher', 6_000),
  paused('projector', 12_000),
  joined('publisher', 'two publishers, the first stopped and woken', true),
  joined('publisher', 'two publishers at once', false),
  joined('projector', 'rebalance: a second projector joins and leaves', false),
  joined('registry', 'two schedulers at once', false),
  joined('registry', 'two schedulers, the first stopped and woken', true),
  partGone('kafka', 'broker killed and started', 'kill'),
  partGone('kafka', 'broker stopped and started', 'stop'),
  partGone('postgres', 'database killed (-9) and started', 'kill'),
  partGone('postgres', 'database restarted', 'stop'),
  partGone('registry', 'schema registry killed and started', 'kill'),
  cut('before-commit'),
  cut('after-commit'),
  cutAll,
  slowConnections,
  slowDisk,
  full('the disk of the database is full', 'postgres', ({ disks }) => disks.database),
  full('the disk of the kept files is full', 'files', ({ disks }) => disks.files),
  {
    name: 'an old page of events delivered again',
    part: 'events',
    inject: (fire, random) => sendOldPage(fire, random, 'xianjie.household.events'),
  },
  {
    name: 'an old page of states delivered again',
    part: 'states',
    inject: (fire, random) => sendOldPage(fire, random, 'xianjie.household.state'),
  },
  { name: 'poison messages', part: 'events', inject: sendPoison },
];
