import type { DivisionTable } from '@xianjie/domain';
import { PostgresReplays, ReplayNotDone, ReplayWithoutViews, ViewQueries, schemaOfReplay } from '@xianjie/read-models';
import { orProblem } from './or-problem';

/** The views of a replay, asked like the live ones: a whole county or province as known on a day, as effective on a day. */
export class ReplayViews {
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
    const views = await ViewQueries.open(this.databaseUrl, this.divisions, { schema: schemaOfReplay(name), poolSize: 1 });
    return work(views).finally(() => views.close());
  }
}
