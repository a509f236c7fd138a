import { isUnreadable } from '@xianjie/contracts';
import { HubError } from '@xianjie/domain';
import type { PersonId } from '@xianjie/domain';
import { ClaimTaken, LogUnavailable, StreamMovedOn } from '@xianjie/log';
import type { Appended } from '@xianjie/log';
import { Batch } from './batch';
import { hashOf } from './hashes';
import type { Hashes } from './hashes';
import { ItemHearing } from './hear-item';
import type { Heard, Snapshot } from './hear-item';
import { isAbsence, numbersIn, shardOf } from './item';
import type { HearItem, HearOutcome } from './item';
import { ImportLedger } from './import-ledger';
import { Lanes } from './lanes';
import { MemberResolver } from './members';
import type { Resolved } from './members';
import { isInDoubt } from './open-reviews';
import type { CaseworkParts } from './parts';
import { readReviews } from './read-reviews';
import { retractImport } from './retract-import';
import { findCandidates, rowOf } from './reviews';
import type { Candidate } from './reviews';
import { roundsOf } from './rounds';

const ATTEMPTS = 6;
const everythingListed: Snapshot = { departed: new Set() };

/** Somebody else was first: hear it again against what stands now (S-12, S-15). */
const isRace = (fault: unknown): boolean =>
  fault instanceof StreamMovedOn || fault instanceof ClaimTaken || fault instanceof LogUnavailable;

type Met = Readonly<{
  resolved: ReadonlyMap<HearItem, readonly Resolved[]>;
  candidates: ReadonlyMap<PersonId, readonly Candidate[]>;
}>;

/**
 * What sources report, into the log: persons and households resolved, personal values sealed, new facts appended with all that is
 * to be found by (S-7, S-10 to S-13). The one writer of what was heard; decisions have TakeDecision.
 */
export class HearReports {
  private readonly lanes = new Lanes();

  private readonly imports: ImportLedger;

  constructor(private readonly parts: CaseworkParts) {
    this.imports = new ImportLedger(parts.log);
  }

  /** Takes back every event that an import recorded, and forgets that it was heard (S-9). Again after a crash it goes on. */
  async retractImport(importId: string): Promise<Readonly<{ retracted: number }>> {
    return retractImport(this.parts, importId);
  }

  /**
   * Hears a batch (best some hundreds of households of one province); answers in its order. Reports that touch the same persons or
   * records, also of other calls, are heard one after the other.
   * @throws HubError when the log or the vault fails for good; what was appended by then answers its command id.
   */
  async hear(items: readonly HearItem[], snapshot: Snapshot = everythingListed): Promise<readonly HearOutcome[]> {
    const outcomes = new Map<HearItem, HearOutcome>();
    await this.imports.begin(items);
    for (const round of roundsOf(items)) {
      const hashes: Hashes = new Map();
      await this.lanes.run(this.touchedBy(round, hashes), async () => {
        for (const [item, outcome] of await this.hearRound(round, snapshot, hashes)) outcomes.set(item, outcome);
      });
    }
    return items.map((item) => outcomes.get(item) as HearOutcome);
  }

  private async hearRound(
    round: readonly HearItem[],
    snapshot: Snapshot,
    hashes: Hashes,
  ): Promise<ReadonlyMap<HearItem, HearOutcome>> {
    const outcomes = new Map<HearItem, HearOutcome>();
    let waiting = round;
    for (let attempt = 1; waiting.length > 0; attempt += 1) {
      const results = await this.attempt(waiting, snapshot, hashes).catch((fault: unknown) => {
        // A household that the batch touches cannot be read: only the reports that need it are refused (S-18).
        if (!isUnreadable(fault)) throw fault;
        return waiting.length === 1 ? [fault] : null;
      });
      if (results === null) {
        const middle = Math.ceil(waiting.length / 2);
        for (const half of [waiting.slice(0, middle), waiting.slice(middle)])
          for (const [of, outcome] of await this.hearRound(half, snapshot, hashes)) outcomes.set(of, outcome);
        return outcomes;
      }
      const again: HearItem[] = [];
      for (const [i, result] of results.entries()) {
        const item = waiting[i] as HearItem;
        if (!(result instanceof Error)) outcomes.set(item, result);
        else if (isRace(result) && attempt < ATTEMPTS) again.push(item);
        else if (result instanceof HubError && !result.retryable) outcomes.set(item, refused(result));
        else throw result;
      }
      // Losers go one by one, each against what the others have left.
      for (const item of again.slice(0, -1))
        for (const [of, outcome] of await this.hearRound([item], snapshot, hashes)) outcomes.set(of, outcome);
      waiting = again.slice(-1);
    }
    return outcomes;
  }

  private async attempt(
    items: readonly HearItem[],
    snapshot: Snapshot,
    hashes: Hashes,
  ): Promise<readonly (HearOutcome | Error)[]> {
    const batch = await Batch.open(this.parts, items, hashes, snapshot.departed);
    const met = await this.meet(batch, items);
    const heard = items.map((item): Heard | Error => {
      try {
        return new ItemHearing(this.parts, batch, item, met.resolved.get(item) ?? [], met.candidates).run();
      } catch (fault) {
        if (fault instanceof HubError) return fault;
        throw fault;
      }
    });
    // All at once, in order: the log commits them in groups, appends to one stream in the order of the calls.
    return Promise.all(heard.map((one) => (one instanceof Error ? one : this.append(one))));
  }

  /** Persons of all reports; new ones get their keys, and are compared with whom they might be. */
  private async meet(batch: Batch, items: readonly HearItem[]): Promise<Met> {
    const made = new Map<PersonId, string>();
    const resolved = new Map<HearItem, readonly Resolved[]>();
    const newcomers = [];
    for (const item of items) {
      const { report } = item;
      if (isAbsence(report)) continue;
      const members = MemberResolver.resolve(batch, made, item, report);
      resolved.set(item, members);
      newcomers.push(...members.filter(({ isNew }) => isNew).map((one) => ({ resolved: one, row: rowOf(one.member, report) })));
    }
    if (newcomers.length === 0) return { resolved, candidates: new Map() };
    const [keys, candidates] = await Promise.all([
      this.parts.vault.create(newcomers.map((one) => one.resolved.person)),
      findCandidates(this.parts, batch, newcomers),
    ]);
    batch.keys = batch.keys.with(keys);
    const met = [...candidates.values()].flatMap((found) => found.map(({ person }) => person));
    await readReviews(this.parts.log, batch, met);
    for (const [item, members] of resolved)
      resolved.set(
        item,
        members.map((one) => (one.isNew ? { ...one, provisional: isInDoubt(one, candidates.get(one.person) ?? []) } : one)),
      );
    return { resolved, candidates };
  }

  private async append({ draft, household }: Heard): Promise<HearOutcome | Error> {
    const append = draft.append();
    if (append.streams.length === 0 && (append.notes ?? []).length === 0) return answered(household, 0);
    try {
      // Not those of the draft: after a lost answer the log also gives the first answer to a command that had other events.
      return answered(household, eventsOf(await this.parts.log.append(append)));
    } catch (fault) {
      if (fault instanceof Error) return fault;
      throw fault;
    }
  }

  private *touchedBy(items: readonly HearItem[], hashes: Hashes): Iterable<string> {
    for (const { report } of items) {
      yield `${report.system} ${report.recordKey}`;
      if (isAbsence(report)) continue;
      const hasher = this.parts.hasherOf(shardOf(report.county));
      for (const idNo of numbersIn(report)) yield hashOf(hasher, hashes, idNo);
    }
  }
}

const eventsOf = ({ first, last }: Appended): number => (first === null || last === null ? 0 : last.number - first.number + 1);
const answered = (household: string | null, events: number): HearOutcome => ({
  status: events > 0 ? 'accepted' : 'unchanged',
  household,
  events,
  code: null,
  detail: null,
});
const refused = (fault: HubError): HearOutcome => ({
  status: 'refused',
  household: null,
  events: 0,
  code: fault.code,
  detail: fault.message,
});
