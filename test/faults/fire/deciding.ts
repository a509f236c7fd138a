import type { Random } from '@xianjie/testing';
import type { Told } from './reporting';
import type { SteadfastClient } from './steadfast-client';

// What officials do meanwhile: reviews of cases, and the March list of each county, by HTTP.

type Card = Readonly<{ card: Readonly<{ cases: readonly Readonly<{ caseKey: string; status: string }>[] }> }>;
type Taken = Readonly<{ outcome: string; household: string; events: number }>;
type Listed = Readonly<{ version: number; state: string }>;
/** Of the lists. */
export const YEAR = 2016;
const ACTS = ['build', 'freeze', 'sign', 'deliver', 'dispatch'] as const;

export class Deciding {
  /** Decisions that were taken, as the log must hold them. */
  readonly told: Told[] = [];
  readonly wrong: string[] = [];
  /** Versions that an answer called frozen, by county. */
  readonly frozen = new Map<string, number>();
  /** Acts on lists that were done. */
  acts = 0;
  private sent = 0;

  constructor(
    private readonly client: SteadfastClient,
    private readonly name: string,
  ) {}

  /** Opens a review of a household's case. Whoever is in review already is refused, which is an answer too. */
  async review(random: Random, households: readonly string[], on: string): Promise<void> {
    if (households.length === 0) return;
    const household = random.pick(households);
    const { status, body } = await this.client.untilAnswered<Card>(`/households/${household}`);
    const open = status === 200 ? body.card.cases.find(({ caseKey }) => caseKey) : undefined;
    if (!open) return;
    const key = `${this.name}-${(this.sent += 1)}`;
    const call = {
      method: 'POST',
      headers: { 'idempotency-key': key },
      body: { type: 'OpenReview', caseKey: open.caseKey, basis: 'CADENCE', on },
    };
    const first = await this.client.untilAnswered<Taken>(`/households/${household}/decisions`, call);
    if (first.status !== 200) return;
    this.told.push({ commandId: `decision:${key}`, household: first.body.household, events: first.body.events });
    if (!random.chance(0.5)) return;
    const again = await this.client.untilAnswered<Taken>(`/households/${household}/decisions`, call);
    if (JSON.stringify(again.body) !== JSON.stringify(first.body))
      this.wrong.push(`${key} again: ${JSON.stringify(again.body)} after ${JSON.stringify(first.body)}`);
  }

  /** The next act on a county's list. After a lost answer it may be refused as done; 200 and 409 both are answers. */
  async list(random: Random, counties: readonly string[], on: string): Promise<void> {
    if (counties.length === 0) return;
    const county = random.pick(counties);
    const act = random.pick(ACTS);
    const { status, body } = await this.client.untilAnswered<Listed>(`/exit-lists/${county}/${YEAR}/${act}`, {
      method: 'POST',
      body: { on },
    });
    if (status === 200) this.acts += 1;
    if (status === 200 && act === 'freeze') this.frozen.set(county, body.version);
    if (status !== 200 && status !== 409 && status !== 404)
      this.wrong.push(`${act} of ${county}: ${status} ${JSON.stringify(body)}`);
  }
}
