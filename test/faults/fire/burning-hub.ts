import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOrStart } from '@xianjie/infrastructure';
import type { RealParts } from '@xianjie/infrastructure';
import { PostgresSimulatedClock } from '@xianjie/log';
import { openCuttingProxy } from '../../../libs/log/cutting-proxy.fixture';
import type { CuttingProxy } from '../../../libs/log/cutting-proxy.fixture';
import { RunningHub } from '../../journeys/running-hub';

export const SHARD = '53';
/** Of the year after: before it no list of 2016 can be opened, and neither scheduler nor offices would have anything to do. */
const FIRST_DAY = '2017-01-01';
const PAGE_BYTES = 4_096;

/** A file system of its own that can be made full without writing to it; null where mounting is not permitted. */
export class SmallDisk {
  private constructor(
    private readonly folder: string,
    private readonly megabytes: number,
  ) {}

  static mount(folder: string, megabytes: number): SmallDisk | null {
    mkdirSync(folder, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
      return new SmallDisk(folder, megabytes);
    } catch {
      return null;
    }
  }

  /** Nothing more fits: the limit becomes what is used now. */
  fill(): void {
    const { blocks, bfree, bsize } = statfsSync(this.folder);
    this.limit(`${Math.max(PAGE_BYTES, (blocks - bfree) * bsize)}`);
  }

  empty(): void {
    this.limit(`${this.megabytes}m`);
  }

  unmount(): void {
    // Lazily: Postgres may still close its last files.
    execFileSync('umount', ['-l', this.folder], { stdio: 'ignore' });
  }

  private limit(size: string): void {
    execFileSync('mount', ['-o', `remount,size=${size}`, this.folder], { stdio: 'ignore' });
  }
}

/** A whole hub whose parts belong to the harness: it decides when they die and when they come back, and stands between apps and Postgres. */
export class BurningHub {
  private constructor(
    readonly hub: RunningHub,
    readonly parts: RealParts,
    readonly proxy: CuttingProxy,
    readonly clock: PostgresSimulatedClock,
    readonly disks: Readonly<{ database: SmallDisk | null; files: SmallDisk | null }>,
    private readonly folder: string,
  ) {}

  static async start(say: (line: string) => void): Promise<BurningHub> {
    const folder = mkdtempSync(join(tmpdir(), 'xianjie-fire-'));
    const database = SmallDisk.mount(join(folder, 'postgres'), 3_000);
    const parts = await findOrStart({ dataDir: folder, env: {}, log: say });
    const proxy = await openCuttingProxy(parts.databaseUrl);
    try {
      const hub = await RunningHub.start({
        settings: {
          XIANJIE_DATABASE_URL: proxy.url,
          XIANJIE_KAFKA_BROKERS: parts.kafkaBrokers,
          XIANJIE_SCHEMA_REGISTRY_URL: parts.schemaRegistryUrl,
          XIANJIE_LEASE_MS: '3000',
          XIANJIE_SCHEDULER_SECONDS: '1',
        },
      });
      const clock = new PostgresSimulatedClock(parts.databaseUrl);
      await clock.set(`${FIRST_DAY}T02:00:00.000Z`);
      const files = SmallDisk.mount(join(hub.dir, 'sources'), 64);
      return new BurningHub(hub, parts, proxy, clock, { database, files }, folder);
    } catch (fault) {
      await proxy.close();
      await parts.stop();
      database?.unmount();
      throw fault;
    }
  }

  /** The app's process as `up` runs it now; null while it waits to be started again. */
  pid(app: string): number | null {
    return this.hub.addresses.processes[app] || null;
  }

  /** Settings of a running app, for another one as on another machine; nobody supervises that one. */
  settingsOf(app: string): Record<string, string> | null {
    const pid = this.pid(app);
    if (pid === null) return null;
    try {
      const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      const settings = Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      );
      const { XIANJIE_PARENT_PID: _, '': _empty, ...rest } = settings;
      return rest;
    } catch {
      return null;
    }
  }

  /** What an app says of itself, in its own words. */
  async healthOf(app: string): Promise<string> {
    const port = this.settingsOf(app)?.PORT;
    return fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(5_000) }).then(
      async (response) => `${response.status} ${await response.text()}`,
      (fault: Error) => `no answer (${fault.name})`,
    );
  }

  async stop(): Promise<void> {
    await this.clock.close();
    // To look into a run afterwards: what each app logged.
    if (process.env.KEEP_LOGS) cpSync(join(this.hub.dir, 'logs'), process.env.KEEP_LOGS, { recursive: true });
    this.disks.files?.empty();
    this.disks.files?.unmount();
    await this.hub.stop();
    await this.proxy.close();
    await this.parts.stop();
    this.disks.database?.unmount();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
