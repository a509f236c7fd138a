import type { DivisionTable } from '@xianjie/domain';
import { PostgresReplays, ReplayNotDone, ReplayWithoutViews, ViewQueries, schemaOfReplay } from '@xianjie/read-models';
import { orProblem } from './or-problem';

/** Each question has a connection of its own; hundreds at once would leave the other apps none. */
const AT_ONCE = 4;

/** The views of a replay, asked like the live ones: a whole county or province as known on a day, as effective on a day. */
export class ReplayViews {
  private asking = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly replays: PostgresReplays,
    private readonly databaseUrl: string,
    private readonly divisions: DivisionTable,
  ) {}

  /** Whether a replay of every household was made as effective on the day; how much of the log it knows is for whoever names it. */
  async isAsOf(name: string, effectiveOn: string): Promise<boolean> {
    const { asked } = await orProblem(this.replays.show(name));
    const isOfAll = asked.household === null && asked.county === null && asked.types.length === 0;
    return isOfAll && asked.ranges.every(({ from }) => from === 1) && asked.effectiveOn === effectiveOn;
  }

  /** Of a replay, or the live ones when none is named. A problem when there is none of that name, or it is not done. */
  async ask<Answer>(name: string | undefined, live: ViewQueries, work: (views: ViewQueries) => Promise<Answer>): Promise<Answer> {
    if (name === undefined) return work(live);
    const { asked, status } = await orProblem(this.replays.show(name));
    if (asked.topic !== null) return orProblem(Promise.reject(new ReplayWithoutViews(name)));
    if (status !== 'done') return orProblem(Promise.reject(new ReplayNotDone(name, status)));
    return this.inTurn(async () => {
      const views = await ViewQueries.open(this.databaseUrl, this.divisions, { schema: schemaOfReplay(name), poolSize: 1 });
      return work(views).finally(() => views.close());
    });
  }

  private async inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (this.asking < AT_ONCE) this.asking += 1;
    // Whoever ends hands its place on.
    else await new Promise<void>((turn) => this.waiting.push(turn));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.asking -= 1;
    }
  }
}
