import { lineHash, newSalt, rootOf } from '@xianjie/documents';
import { freezeList, listDueOn, problemsOf } from '@xianjie/domain';
import type { FrozenWith, Line, LineProof } from '@xianjie/domain';
import { done, refused } from './answers';
import type { ListAnswer } from './answers';
import type { Act, BuildExitList, Proposal } from './build-exit-list';
import type { ListStreams, LoadedList } from './list-stream';
import { canonicalLines, openLines } from './opened-lines';
import type { IdentityReviews, ImportsInProgress, ListRules } from './ports';
import type { PersonVault } from '@xianjie/persons';
import type { RecordedLines } from './recorded-lines';
import { scopeOf } from './version-lines';

/** Fixes a version's lines for good: position, counts and root into the log, the lines beside it (S-21). */
export class FreezeExitList {
  constructor(
    private readonly streams: ListStreams,
    private readonly builder: BuildExitList,
    private readonly imports: ImportsInProgress,
    private readonly reviews: IdentityReviews,
    private readonly vault: PersonVault,
    private readonly recorded: RecordedLines,
    private readonly program: FrozenWith,
  ) {}

  async freeze(loaded: LoadedList, rules: ListRules, act: Act): Promise<ListAnswer> {
    const { year, on, by } = act;
    const { refusal, mark } = await this.imports.standing(rules.countyLineage);
    if (refusal !== null) return refused(loaded.list, refusal);
    const proposal = await this.builder.propose(loaded, rules, on);
    // One that began in between, also one that has ended again, may lie on both sides of the position.
    const after = await this.imports.standing(rules.countyLineage);
    if (after.refusal !== null || after.mark !== mark) return refused(loaded.list, 'import-running');
    const { version, draft } = proposal;
    const proofs = await this.prove(loaded, proposal);
    const decided = freezeList(loaded.list, {
      ...{ on, year, by, proofs },
      supplementsUntil: rules.supplementsUntil === null ? null : listDueOn(year, rules.supplementsUntil),
      problems: problemsOf(draft.households, scopeOf(loaded, version)),
      position: version.position,
      root: rootOf(proofs.map(({ hash }) => hash)),
      counts: version.counts,
      coveredUntil: version.coveredUntil,
      programmes: version.programmes,
      countyLineage: version.countyLineage,
      codeAtFreeze: version.codeAtFreeze,
      policyPacks: rules.policyPacks,
      divisionTableHash: rules.divisionTableHash,
      frozenWith: this.program,
      openIdentityReviews: await this.reviews.openIn(rules.countyLineage),
    });
    if (decided.outcome === 'refused') return refused(loaded.list, decided.because);
    const frozen = await this.streams.append(loaded, decided.events, act);
    // Beside the log, and after it: `regenerate` does without them, so losing them here loses nothing.
    await this.recorded.record(loaded.listId, version.version, draft.lines);
    return done(frozen, version.version);
  }

  private async prove({ listId }: LoadedList, { version, draft }: Proposal): Promise<readonly LineProof[]> {
    const opened = await openLines(draft.lines, this.vault);
    const canonical = canonicalLines(opened, { listId, version: version.version });
    const salts = draft.lines.map(newSalt);
    const sealed = await this.vault.seal(draft.lines.map(({ person }, index) => ({ person, text: salts[index] as string })));
    return draft.lines.map(({ section, change, householdId, person }: Line, index) => ({
      ...{ section, change, householdId, person },
      hash: lineHash(salts[index] as string, canonical[index] as string),
      salt: sealed[index] as LineProof['salt'],
    }));
  }
}
