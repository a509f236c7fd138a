import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PostgresSimulatedClock } from '@xianjie/log';
import { readCsv } from '@xianjie/documents';
import { eventually } from '@xianjie/testing';
import { csvOf } from './families';
import type { Source } from './families';
import type { CommandResult, RunningHub } from './running-hub';

// What the offices of a province do with a hub, by its command line and its HTTP calls.

export type Imported = Readonly<{
  read: number;
  accepted: number;
  unchanged: number;
  refused: number;
  quarantined: number;
  waiting: number;
  events: number;
  id: string;
  state: string;
}>;
type Rows = readonly Readonly<Record<string, string>>[];
export type ListRow = Readonly<Record<string, string>>;
export type Problem = Readonly<{ status: number; code: string; detail: string }>;
export type HouseholdFound = Readonly<{
  id: string;
  version: number;
  registryStatus: string;
  cases: readonly Readonly<{ caseNo: string }>[];
}>;

export class Offices {
  private files = 0;

  constructor(readonly hub: RunningHub) {}

  /** It is ten in the morning of that day, for every process of the hub. */
  async itIs(day: string): Promise<void> {
    const clock = new PostgresSimulatedClock(this.hub.addresses.databaseUrl);
    await clock.set(`${day}T02:00:00.000Z`);
    await clock.close();
  }

  /** A file in the hub's own folder, so that it goes when the hub does. */
  file(source: Source, rows: Rows): string {
    const path = join(this.hub.dir, `${source}-${(this.files += 1)}.csv`);
    writeFileSync(path, csvOf(source, rows));
    return path;
  }

  importing(source: Source, asOf: string, file: string, ...options: readonly string[]): Promise<CommandResult> {
    return this.hub.xianjie('import', '--source', source, '--as-of', asOf, '--json', ...options, file);
  }

  /** A snapshot of that day, sent on that day. @throws when the command does not end well. */
  async sends(source: Source, asOf: string, rows: Rows, ...options: readonly string[]): Promise<Imported> {
    await this.itIs(asOf);
    const done = await this.importing(source, asOf, this.file(source, rows), ...options);
    if (done.exitCode !== 0) throw new Error(`import ended with ${done.exitCode}: ${done.stdout}${done.stderr}`);
    return done.json<Imported>();
  }

  /** The household of a 户编号, once the views show it like that. */
  household(registryNo: string, like: (found: HouseholdFound) => boolean = () => true): Promise<HouseholdFound> {
    return eventually(
      `household ${registryNo} in the views`,
      async () => {
        const { body } = await this.hub.call<{ households: HouseholdFound[] }>(`/households?registryNo=${registryNo}`);
        return body.households[0] as HouseholdFound;
      },
      (found) => found !== undefined && like(found),
    );
  }

  /** One act on a list; the status and the body as they came. */
  act<Answer = Record<string, unknown>>(county: string, year: number, act: string, body: object = {}) {
    return this.hub.call<Answer & Problem>(`/exit-lists/${county}/${year}/${act}`, { method: 'POST', body });
  }

  /** @throws unless every act was done. */
  async acts(county: string, year: number, on: string, ...acts: readonly string[]): Promise<void> {
    await this.itIs(on);
    for (const act of acts) {
      const { status, body } = await this.act(county, year, act, { on });
      if (status !== 200) throw new Error(`${act} of ${county} ${year}: ${status} ${body.code} ${body.detail}`);
    }
  }

  /** The rows of a version by column name, in list order. */
  async list(county: string, year: number, version: number): Promise<readonly ListRow[]> {
    const args = ['--county', county, '--year', String(year), '--version', String(version)];
    const shown = await this.hub.xianjie('exit-list', 'show', ...args, '--format', 'csv', '--whole-ids');
    if (shown.exitCode !== 0) throw new Error(shown.stderr);
    const [headings = [], ...rows] = readCsv(Buffer.from(shown.stdout));
    return rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [headings[index] as string, cell])));
  }
}
