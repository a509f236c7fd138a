import type { ListSummary } from '@xianjie/casework';
import { standingItems } from '@xianjie/domain';
import type { ExitList, ListCounts } from '@xianjie/domain';
import type { listSummary } from '../answers/exit-lists';
import type { Answered } from '../answers/shapes';

const NONE: ListCounts = { exitedHouseholds: 0, exitedLines: 0, plannedHouseholds: 0, plannedLines: 0 };

/** Counts of the newest version, or of the last check while none is frozen. */
export const sectionsOf = ({ versions, check }: ExitList): ListCounts => check?.counts ?? versions.at(-1)?.counts ?? NONE;

/** Those of a version that a replacement superseded wait for nobody (S-22). */
const tasksOf = (list: ExitList): Answered<typeof listSummary>['items'] => {
  const items = standingItems(list);
  return { total: items.length, open: items.filter(({ outcome }) => outcome === null).length };
};

export const summaryOf = ({ county, year, listId, stage, list }: ListSummary): Answered<typeof listSummary> => ({
  listId,
  county,
  year,
  stage,
  dueOn: list.dueOn,
  overdueOn: list.overdueOn,
  openIdentityReviews: list.check?.openIdentityReviews ?? null,
  versions: list.versions.map(({ version, kind, stage, frozenOn, position, root, counts, deliveredTo }) => ({
    version,
    kind,
    stage,
    frozenOn,
    position,
    root,
    counts,
    deliveredTo,
  })),
  items: tasksOf(list),
});
