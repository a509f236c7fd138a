import { checkList, countsOf, listDueOn, monthOf, nextVersion, openList, problemsOf } from '@xianjie/domain';
import type { CountyCode, ListVersion, LocalDate } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import type { Acting } from '../acting';
import { done, refused } from './answers';
import type { ListAnswer } from './answers';
import type { CountyFold } from './county-fold';
import { shardOf } from './list-stream';
import type { ListStreams, LoadedList } from './list-stream';
import type { IdentityReviews, ListRules } from './ports';
import { draftsOf, scopeOf, versionsUnder } from './version-lines';
import type { Draft } from './version-lines';

export type Act = Acting & Readonly<{ county: CountyCode; year: number; on: LocalDate }>;

/** What the next version would be, at the log's head. */
export type Proposal = Readonly<{ version: ListVersion; draft: Draft }>;

/** Opens the list if nobody has, and checks it: who would be on it, and what stands against freezing it (CR-27). */
export class BuildExitList {
  constructor(
    private readonly log: EventLog,
    private readonly streams: ListStreams,
    private readonly fold: CountyFold,
    private readonly reviews: IdentityReviews,
  ) {}

  async build(loaded: LoadedList, rules: ListRules, act: Act): Promise<ListAnswer> {
    const { year, on, by } = act;
    let current = loaded;
    if (current.list.openedOn === null) {
      const dueOn = listDueOn(year, rules.dueBy);
      const opened = openList(current.list, { on, year, dueOn, policyPack: rules.policyPack, by });
      if (opened.outcome === 'refused') return refused(current.list, opened.because);
      current = await this.streams.append(current, opened.events, act);
    }
    const { version, draft } = await this.propose(current, rules, on);
    const problems = problemsOf(draft.households, scopeOf(current, version));
    const openIdentityReviews = await this.reviews.openIn(rules.countyLineage);
    const { position, counts } = version;
    const checked = checkList(current.list, { on, position, counts, openIdentityReviews, problems, by });
    if (checked.outcome === 'refused') return refused(current.list, checked.because);
    return done(await this.streams.append(current, checked.events, act));
  }

  /** Fixes the position first, then folds up to it: what is appended meanwhile belongs to the next version. */
  async propose(loaded: LoadedList, rules: ListRules, on: LocalDate): Promise<Proposal> {
    const { shard, number } = await this.log.head(shardOf(loaded.county));
    const { version, kind } = nextVersion(loaded.list);
    const under = kind === 'SUPPLEMENT' ? versionsUnder(loaded.list, version) : [];
    const proposed: ListVersion = {
      ...{ version, kind, stage: 'FROZEN', frozenOn: on, position: `${shard}:${number}`, root: '', signingKeyId: null },
      // A supplement is measured against the window of the whole version before it (S-20).
      coveredUntil: under[0]?.coveredUntil ?? monthOf(on),
      programmes: rules.programmes,
      countyLineage: rules.countyLineage,
      codeAtFreeze: rules.county,
      frozenWith: null,
      counts: countsOf([]),
      deliveredTo: [],
    };
    const draft = (await draftsOf(loaded, [...under, proposed], this.fold)).at(-1) as Draft;
    return { version: { ...proposed, counts: countsOf(draft.lines) }, draft };
  }
}
