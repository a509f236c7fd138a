import { closeItem, closeList, dispatchItems, escalateItems, flagOverdue, itemsFor } from '@xianjie/domain';
import type { CloseItem, Decision, ExitListEvent, ExitListRefusal, LocalDate } from '@xianjie/domain';
import type { Acting } from '../acting';
import { done, refused } from './answers';
import type { ListAnswer } from './answers';
import type { ListStreams, LoadedList } from './list-stream';
import type { ListRules } from './ports';
import type { RegenerateExitList } from './regenerate-exit-list';

type Act = Acting & Readonly<{ on: LocalDate }>;

const DAY = 86_400_000;
const daysAfter = (on: LocalDate, days: number): LocalDate =>
  new Date(Date.parse(on) + days * DAY).toISOString().slice(0, 10) as LocalDate;

/** What comes of an acknowledged list: tasks for the townships, their outcomes, the reminders, the end. */
export class WorkThroughExitList {
  constructor(
    private readonly streams: ListStreams,
    private readonly regenerator: RegenerateExitList,
  ) {}

  async dispatch(loaded: LoadedList, { itemDays }: ListRules, act: Act & { version: number }): Promise<ListAnswer> {
    const { on, by, version } = act;
    const regenerated = await this.regenerator.regenerate(loaded, version);
    if (regenerated?.difference) return refused(loaded.list, 'differs-from-frozen', `line ${regenerated.difference.line}`);
    const items = itemsFor(regenerated?.opened.map(({ line }) => line) ?? []);
    const dueOn = itemDays === null ? null : daysAfter(on, itemDays);
    return this.settle(loaded, dispatchItems(loaded.list, { on, version, dueOn, items, by }), act, version);
  }

  outcome(loaded: LoadedList, asked: CloseItem & Acting): Promise<ListAnswer> {
    const item = loaded.list.items.find(({ itemId }) => itemId === asked.itemId);
    return this.settle(loaded, closeItem(loaded.list, asked), asked, item?.version);
  }

  close(loaded: LoadedList, act: Act): Promise<ListAnswer> {
    const { on, by } = act;
    return this.settle(loaded, closeList(loaded.list, { on, by }), act);
  }

  /** CR-28, called by the scheduler every day; refused on every day but the first one too late. */
  overdue(loaded: LoadedList, act: Act): Promise<ListAnswer> {
    const overdue = { on: act.on, to: ['county', 'prefecture', 'province'] } as const;
    return this.settle(loaded, flagOverdue(loaded.list, overdue), act);
  }

  /** CR-29, called by the scheduler every day. */
  escalate(loaded: LoadedList, act: Act): Promise<ListAnswer> {
    return this.settle(loaded, escalateItems(loaded.list, act), act);
  }

  private async settle(
    loaded: LoadedList,
    decided: Decision<ExitListEvent, ExitListRefusal>,
    act: Acting,
    version?: number,
  ): Promise<ListAnswer> {
    if (decided.outcome === 'refused') return refused(loaded.list, decided.because);
    return done(await this.streams.append(loaded, decided.events, act), version);
  }
}
