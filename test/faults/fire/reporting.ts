import type { Random } from '@xianjie/testing';
import { aFamily } from '../../journeys/families';
import type { Family } from '../../journeys/families';
import type { SteadfastClient } from './steadfast-client';

// Single reports by HTTP. Each household is one lane: its next report is sent when the last one was answered, as a source would.

type ReportAnswer = Readonly<{ status: string; household: string | null; events: number; code: string | null }>;
type Answer = Readonly<{ reports: readonly ReportAnswer[] }>;

/** What a source knows of one report that was answered. */
export type Told = Readonly<{ commandId: string; household: string; events: number }>;
/** What a household must look like at the end. */
export type Expected = Readonly<{ registryNo: string; caseNo: string; status: string; benefitFen: number | null }>;
type Sent = Readonly<{ key: string; body: readonly object[]; answer: string }>;
type Known = { family: Family; step: number; status: string; benefitFen: number | null };

const COUNTIES = ['530124', '530125'];
const STATUSES = ['POOR', 'PLANNED', 'EXITED', 'RELAPSED'] as const;

const registryReport = ({ family, status, step }: Known, asOf: string) => ({
  ...{ system: 'registry', asOf, division: family.village, registryNo: family.户编号, headName: family.members[0]?.姓名 },
  members: family.members.map((member) => ({
    ...{ memberNo: member.人编号, name: member.姓名, idNo: member.证件号码, sex: member.性别, relation: member.与户主关系 },
  })),
  // Another income each time: every report changes something, so none is answered with "unchanged".
  attributes: { perCapitaNetIncomeFen: 200_000 + step * 100 },
  ...{ identifiedOn: '2014-03-01', status, plannedYear: status === 'POOR' ? null : 2016 },
  ...(status === 'EXITED' || status === 'RELAPSED' ? { exitYear: 2016, exitOn: '2016-11-15' } : {}),
});

const dibaoReport = ({ family, benefitFen }: Known, asOf: string) => ({
  ...{ system: 'dibao', asOf, division: family.village, caseNo: family.低保证号, programme: 'RURAL', status: 'ACTIVE' },
  ...{ class: 'B', mode: 'TIER', monthlyBenefitFen: benefitFen, grantedFrom: '2016-01', headName: family.members[0]?.姓名 },
  members: family.members.map((member) => ({
    ...{ name: member.姓名, idNo: member.证件号码, sex: member.性别, relation: member.与户主关系, covered: true },
  })),
});

export class Reporting {
  readonly told: Told[] = [];
  /** Retries that were answered otherwise than at first, and answers that nobody expected. */
  readonly wrong: string[] = [];
  private readonly known: Known[] = [];
  private readonly answered: Sent[] = [];
  private sent = 0;

  constructor(
    private readonly client: SteadfastClient,
    private readonly name: string,
  ) {}

  /** `count` calls, `width` households at once. */
  async run(random: Random, asOf: string, count: number, width: number): Promise<void> {
    const plans = Array.from({ length: count }, (_, index) => random.fork(`call ${index}`));
    const busy = new Set<number>();
    const lane = async (): Promise<void> => {
      for (let plan = plans.shift(); plan; plan = plans.shift()) {
        const chosen = this.choose(plan, busy);
        chosen.forEach((one) => busy.add(one));
        await this.send(plan, chosen, asOf);
        chosen.forEach((one) => busy.delete(one));
      }
    };
    await Promise.all(Array.from({ length: width }, lane));
  }

  expected(): readonly Expected[] {
    return this.known.map(({ family, status, benefitFen }) => ({
      ...{ registryNo: family.户编号, caseNo: family.低保证号, status, benefitFen },
    }));
  }

  private choose(random: Random, busy: ReadonlySet<number>): readonly number[] {
    const size = random.int(1, 8);
    const chosen = new Set<number>();
    while (chosen.size < size) {
      const known = random.int(0, Math.max(0, this.known.length - 1));
      if (this.known.length > 0 && random.chance(0.6)) {
        if (!busy.has(known)) chosen.add(known);
        else if (random.chance(0.5) && chosen.size > 0) break;
        continue;
      }
      const no = 5_000 + this.known.length;
      this.known.push({ family: aFamily({ county: COUNTIES[no % 2] as string, no }), step: 0, status: 'POOR', benefitFen: null });
      chosen.add(this.known.length - 1);
    }
    return [...chosen];
  }

  private async send(random: Random, chosen: readonly number[], asOf: string): Promise<void> {
    const key = `${this.name}-${(this.sent += 1)}`;
    const body = chosen.map((at) => {
      const one = this.known[at] as Known;
      const isNew = one.step === 0;
      one.step += 1;
      if (!isNew && random.chance(0.4)) {
        one.benefitFen = 8_500 + one.step * 50;
        return dibaoReport(one, asOf);
      }
      const next = STATUSES[STATUSES.indexOf(one.status as (typeof STATUSES)[number]) + 1];
      if (!isNew && next && random.chance(0.3)) one.status = next;
      return registryReport(one, asOf);
    });
    const { status, body: answer } = await this.post(key, body);
    if (status !== 200) return void this.wrong.push(`${key}: ${status} ${JSON.stringify(answer)}`);
    this.answered.push({ key, body, answer: JSON.stringify(answer) });
    for (const [at, { status: outcome, household, events, code }] of answer.reports.entries())
      if (outcome === 'accepted' && household !== null)
        this.told.push({ commandId: `report:${key}#${at + 1}`, household, events });
      else this.wrong.push(`${key}#${at + 1}: ${outcome} ${code}`);
    if (random.chance(0.3)) await this.sendAgain(random.chance(0.5) ? this.answered.at(-1)! : random.pick(this.answered));
  }

  /** Also long after, when other reports have changed the household again (S-15). */
  private async sendAgain({ key, body, answer }: Sent): Promise<void> {
    const { body: again } = await this.post(key, body);
    if (JSON.stringify(again) !== answer) this.wrong.push(`${key} again: ${JSON.stringify(again)} after ${answer}`);
  }

  private post(key: string, body: readonly object[]) {
    return this.client.untilAnswered<Answer>('/reports', { method: 'POST', body, headers: { 'idempotency-key': key } });
  }
}
