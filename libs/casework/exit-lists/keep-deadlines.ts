import { HubError } from '@xianjie/domain';
import { StreamMovedOn } from '@xianjie/log';
import type { CountyCode, LocalDate } from '@xianjie/domain';
import type { ListAnswer } from './answers';
import type { ExitLists } from './exit-lists';

const BY = 'scheduler';
/** Tasks of a list may run for years; older ones are closed or a matter for people. */
const YEARS_BACK = 3;

type Counted = { opened: number; overdue: number; escalated: number };
export type DeadlinesKept = Readonly<Counted>;

/** What no person does on a day (architecture 9): opens last year's lists, flags late ones (CR-28), escalates late tasks (CR-29). */
export class KeepDeadlines {
  constructor(private readonly lists: ExitLists) {}

  /**
   * Repeating it on one day records nothing: what is done or not due is refused, which is the normal answer.
   * @throws the first county's fault, after all others were kept; at once where it is the log that does not answer.
   */
  async on(day: LocalDate, counties: readonly CountyCode[]): Promise<DeadlinesKept> {
    const kept = { opened: 0, overdue: 0, escalated: 0 };
    const faults: unknown[] = [];
    for (const county of counties)
      try {
        await this.inCounty(day, county, kept);
      } catch (fault) {
        if (fault instanceof HubError && fault.retryable) throw fault;
        faults.push(fault);
      }
    if (faults.length > 0) throw faults[0];
    return kept;
  }

  private async inCounty(day: LocalDate, county: CountyCode, kept: Counted): Promise<void> {
    const last = Number(day.slice(0, 4)) - 1;
    for (let year = last; year > last - YEARS_BACK; year -= 1) {
      const act = { county, year, on: day, by: BY };
      const { list } = await this.lists.summary(act);
      if (list.openedOn === null && year !== last) continue;
      if (list.openedOn === null) kept.opened += await changed(() => this.lists.build(act));
      kept.overdue += await changed(() => this.lists.overdue(act));
      const before = list.items.filter(({ escalatedOn }) => escalatedOn !== null).length;
      const after = await settled(() => this.lists.escalate(act));
      kept.escalated += (after?.list.items.filter(({ escalatedOn }) => escalatedOn !== null).length ?? before) - before;
    }
  }
}

/** Null when an official acted on the list in between: the next look sees what they left. */
const settled = async (act: () => Promise<ListAnswer>): Promise<ListAnswer | null> =>
  act().catch((fault: unknown) => {
    if (fault instanceof StreamMovedOn) return null;
    throw fault;
  });

const changed = async (act: () => Promise<ListAnswer>): Promise<number> => ((await settled(act))?.outcome === 'done' ? 1 : 0);
