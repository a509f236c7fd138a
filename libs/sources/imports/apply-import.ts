import type { HearOutcome, Hearing, HeardReport, HouseholdOutcome, Import } from './import';
import type { PostgresStaging } from './postgres-staging';
import type { HouseholdReread, KeptRows } from './read-pages';
import { StrayRows } from './stray-rows';

/** Households in one call of `hear`: enough for the log to commit them in groups, few enough to be told again after a kill. */
const PAGE = 500;
/** While one page waits for the log, another is resolved. */
const SIDE_BY_SIDE = 2;
// Departures come last in the order of an import (compare-departures.sql).
const isDeparture = ({ household }: HouseholdReread): boolean => household.kind === 'absent';
/** Of such a row nobody knows whose it is: it may be anybody's who is not listed (S-6). */
const isUnknown = ({ household, issues }: HouseholdReread): boolean =>
  issues.some(({ code }) => code === 'cut-off') || (household.kind === 'odd' && issues.length > 0);

type Told = Readonly<{ page: readonly HouseholdReread[]; reports: readonly HeardReport[] }>;

const prepared = async (
  { no, id, firstLoad, changes }: Import,
  rows: KeptRows,
  staging: PostgresStaging,
  strays: StrayRows,
  after: string,
): Promise<Told> => {
  const page: HouseholdReread[] = [];
  for (const household of await staging.next(no, after, PAGE)) page.push(await rows.read(household));
  const reports = page.flatMap(({ household, report: read }): HeardReport[] => {
    if (read === null) return [];
    const report = 'absent' in read ? read : strays.with(read);
    // A household with a row in quarantine is read again next time (S-7); so is one of which only some rows were sent: a snapshot with
    // just these rows says that the others have left.
    const isWhole = !changes && ('absent' in report || report.withheldRows === 0);
    return [
      {
        report,
        // The same after a kill: the log answers it once (S-15).
        commandId: `import:${id}:${report.recordKey}`,
        digest: isWhole ? household.digest : null,
        importId: id,
        ...(firstLoad ? { origin: 'initial-load' as const } : {}),
      },
    ];
  });
  return { page, reports };
};

const outcomeOf = (
  { household, report, quarantined, skipped }: HouseholdReread,
  heard: HearOutcome | undefined,
): HouseholdOutcome => {
  const { seq } = household;
  if (report === null || !heard)
    return {
      seq,
      outcome: quarantined > 0 ? 'quarantined' : 'skipped',
      household: null,
      quarantined,
      skipped,
      events: 0,
      code: null,
      detail: null,
    };
  const { status, ...rest } = heard;
  return { seq, outcome: status, quarantined, skipped, ...rest };
};

/** What a dry run says: a changed household would be heard. */
const wouldHear: HearOutcome = { status: 'accepted', household: null, events: 0, code: null, detail: null };

/**
 * Tells `hearing` of every household that has no outcome yet, page by page; the next page is read while one is heard.
 * Departures are told last, and, when a file ended inside a row or a row names no household, only after they were confirmed.
 */
export const applyImport = async (job: Import, rows: KeptRows, staging: PostgresStaging, hearing: Hearing): Promise<void> => {
  const telling: Promise<void>[] = [];
  try {
    await tellAll(job, rows, staging, hearing, telling);
  } finally {
    // Whoever tries again must not meet a page that is still being told.
    await Promise.allSettled(telling);
  }
};

const tellAll = async (
  job: Import,
  rows: KeptRows,
  staging: PostgresStaging,
  hearing: Hearing,
  telling: Promise<void>[],
): Promise<void> => {
  const snapshot = { departed: await staging.departedKeys(job.no) };
  const tell = async ({ page, reports }: Told): Promise<void> => {
    const answers = job.dryRun ? reports.map(() => wouldHear) : await hearing.hear(reports, snapshot);
    let at = 0;
    const outcomes = page.map((read) => outcomeOf(read, read.report === null ? undefined : answers[at++]));
    const issues = page.flatMap((read) => read.issues);
    await staging.mark(job.no, outcomes, issues);
  };
  let after = '-1';
  // Once there are counts, somebody has looked at them and confirmed.
  const isConfirmed = job.counts !== null;
  const strays = isConfirmed ? new StrayRows() : await StrayRows.read(job.no, staging, rows);
  const before = await staging.unknownRows(job.no);
  let isHeld = !isConfirmed && (before.cut || before.stray);
  for (;;) {
    const told = await prepared(job, rows, staging, strays, after);
    const isLast = told.page.length === 0 || told.page.some(isDeparture);
    // Who is gone is told after everybody who is there: a renumbered household is then no departure.
    while (telling.length >= (isLast ? 1 : SIDE_BY_SIDE)) await telling.shift();
    if (told.page.length === 0) return;
    after = told.page[told.page.length - 1].household.seq;
    isHeld ||= told.page.some(isUnknown);
    if (isHeld && told.page.some(isDeparture)) {
      await staging.holdDepartures(job.no);
      const page = told.page.filter((read) => !isDeparture(read));
      return tell({ page, reports: told.reports.slice(0, page.filter(({ report }) => report !== null).length) });
    }
    const page = tell(told);
    // An unhandled rejection would end the process before the loop awaits it.
    page.catch(() => undefined);
    telling.push(page);
  }
};
