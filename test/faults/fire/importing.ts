import { readDivisionTable } from '@xianjie/sources';
import type { Random } from '@xianjie/testing';
import { csvOf, dibaoRows, families, registryRows } from '../../journeys/families';
import type { Family, Source } from '../../journeys/families';
import type { SteadfastClient } from './steadfast-client';

// Files of whole counties. Every county lives the same life, so each must end in the same events as the one that lived it undisturbed.

const HOUSEHOLDS = 60;
const EXITED = { 脱贫属性: '已脱贫(享受政策)', 计划脱贫年度: '2016', 脱贫年度: '2016', 脱贫日期: '2016-11-15' };
type Stage = Readonly<{ source: Source; rows: (family: Family) => readonly Readonly<Record<string, string>>[] }>;
export const STAGES: readonly Stage[] = [
  { source: 'poverty', rows: (family) => registryRows(family) },
  { source: 'dibao', rows: (family) => dibaoRows(family) },
  { source: 'poverty', rows: (family) => registryRows(family, { 脱贫属性: '预脱贫', 计划脱贫年度: '2016' }) },
  { source: 'poverty', rows: (family) => registryRows(family, EXITED) },
];
/** Counties whose code never changed; 530124 and 530125 report one by one instead. */
const COUNTIES = [...readDivisionTable().values()]
  .filter(({ code, level, validFrom, validTo }) => code.startsWith('53') && level === 'county' && !validFrom && !validTo)
  .map(({ code }) => code)
  .filter((code) => code !== '530124' && code !== '530125');
const AGAIN_WITHIN_MS = 300_000;

type Job = Readonly<{
  id: string;
  state: string;
  problem: Readonly<{ code: string }> | null;
  counts: Readonly<{ read: number; accepted: number; unchanged: number }> | null;
}>;
export type County = { county: string; stages: number };

export class Importing {
  readonly counties: County[] = [];
  readonly wrong: string[] = [];
  /** Imports that a fault ended and that had to be started again by their sender. */
  readonly startedAgain: string[] = [];
  private next = 0;

  constructor(private readonly client: SteadfastClient) {}

  /** The next stage of a county that is not through, or the first of a new one. */
  async run(random: Random, asOf: string): Promise<void> {
    const going = this.counties.filter(({ stages }) => stages < STAGES.length);
    const isNew = going.length === 0 || (random.chance(0.3) && this.next < COUNTIES.length);
    if (isNew && this.next >= COUNTIES.length) return;
    const county = isNew ? this.open() : random.pick(going);
    await this.send(county, asOf);
  }

  /** A county's whole life, undisturbed. */
  async baseline(asOf: string, afterEach: (county: string) => Promise<void>): Promise<void> {
    const county = this.open();
    while (county.stages < STAGES.length) {
      await this.send(county, asOf);
      await afterEach(county.county);
    }
  }

  private open(): County {
    const county = { county: COUNTIES[this.next++] as string, stages: 0 };
    this.counties.push(county);
    return county;
  }

  private async send(county: County, asOf: string): Promise<void> {
    const { source, rows } = STAGES[county.stages] as Stage;
    const all = families(HOUSEHOLDS, { county: county.county }).flatMap((family) => rows(family));
    county.stages += 1;
    const deadline = Date.now() + AGAIN_WITHIN_MS;
    for (;;) {
      const id = await this.bring(source, asOf, csvOf(source, all));
      const job = id && (await this.ended(id, deadline));
      if (job && job.state === 'done') {
        const { read = 0, accepted = 0, unchanged = 0 } = job.counts ?? {};
        if (read !== all.length || accepted + unchanged !== read)
          this.wrong.push(`import of ${county.county}: ${JSON.stringify(job.counts)}`);
        return;
      }
      if (job) this.startedAgain.push(`${county.county} ${job.state} ${job.problem?.code}`);
      if (Date.now() > deadline)
        return void this.wrong.push(`import of ${county.county} did not end well: ${JSON.stringify(job)}`);
      await new Promise((pause) => setTimeout(pause, 500));
    }
  }

  /** Opened, filled and started; null when it is open whether the file arrived: then a new import is opened. */
  private async bring(source: Source, asOf: string, csv: string): Promise<string | null> {
    const opened = await this.client.untilAnswered<Job>(`/imports?source=${source}&asOf=${asOf}`, { method: 'POST', body: {} });
    if (opened.status !== 201) return null;
    const { id } = opened.body;
    const headers = { 'content-type': 'application/octet-stream' };
    const put = await this.client.once(`/imports/${id}/files?name=county.csv`, { method: 'PUT', raw: csv, headers });
    if (put?.status !== 201) return null;
    // A lost answer: started all the same, and a second start is refused.
    await this.client.untilAnswered(`/imports/${id}/start`, { method: 'POST', body: {} });
    return id;
  }

  private async ended(id: string, deadline: number): Promise<Job | null> {
    for (;;) {
      const { body: job } = await this.client.untilAnswered<Job>(`/imports/${id}`);
      if (['done', 'refused', 'failed'].includes(job.state)) return job;
      if (Date.now() > deadline) return job;
      await new Promise((pause) => setTimeout(pause, 150));
    }
  }
}
