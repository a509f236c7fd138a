import { PostgresReplays, ReplayNotDone, ReplayWithoutViews, ViewQueries, schemaOfReplay } from '@xianjie/read-models';
import { orProblem } from './or-problem';

/** The views of a replay, asked like the live ones: a whole county or province as known on a day, as effective on a day. */
export class ReplayViews {
  constructor(
    private readonly replays: PostgresReplays,
    private readonly databaseUrl: string,
  ) {}

  /** Of a replay, or the live ones when none is named. A problem when there is none of that name, or it is not done. */
  async ask<Answer>(name: string | undefined, live: ViewQueries, work: (views: ViewQueries) => Promise<Answer>): Promise<Answer> {
    if (name === undefined) return work(live);
    const { asked, status } = await orProblem(this.replays.show(name));
    if (asked.topic !== null) return orProblem(Promise.reject(new ReplayWithoutViews(name)));
    if (status !== 'done') return orProblem(Promise.reject(new ReplayNotDone(name, status)));
    const views = await ViewQueries.open(this.databaseUrl, { schema: schemaOfReplay(name), poolSize: 1 });
    return work(views).finally(() => views.close());
  }
}
