import { evolve, foldHousehold, unknownHousehold } from '@xianjie/domain';
import type { Household, HouseholdId, RecordedHouseholdEvent } from '@xianjie/domain';
import { wholeEvents } from '@xianjie/contracts';
import type { HouseholdEventCodec } from '@xianjie/contracts';
import type { EventLog, RecordedEvent } from '@xianjie/log';
import { v7 } from 'uuid';

/** One household as it stands, and the version at which the next event is expected. */
export type CaseFile = { readonly id: HouseholdId; version: number; state: Household };

/** Recorded bodies as domain events. Types that this version does not know are skipped, and so is what was taken back unread (S-18). */
export const householdEventsOf = (
  codec: HouseholdEventCodec,
  recorded: readonly RecordedEvent[],
): readonly RecordedHouseholdEvent[] => wholeEvents(recorded, codec.recorded);

/** The households that one batch touches, folded once and carried forward by what the batch records. */
export class CaseFiles {
  private readonly files = new Map<HouseholdId, CaseFile>();

  constructor(
    private readonly log: Pick<EventLog, 'readMany'>,
    private readonly codec: HouseholdEventCodec,
  ) {}

  /** Reads households that are not here yet, and those into which they merged (S-13). */
  async load(ids: Iterable<HouseholdId>): Promise<void> {
    let missing = [...new Set(ids)].filter((id) => !this.files.has(id));
    while (missing.length > 0) {
      const streams = await this.log.readMany(missing);
      for (const id of missing) {
        const recorded = streams.get(id) ?? [];
        this.files.set(id, { id, version: recorded.at(-1)?.version ?? 0, state: this.fold(recorded) });
      }
      const followed = missing.map((id) => this.files.get(id)?.state.supersededBy ?? null);
      missing = [...new Set(followed)].filter((id): id is HouseholdId => id !== null && !this.files.has(id));
    }
  }

  /** The household itself, or the one into which it merged; undefined when it was not loaded or nobody wrote to it. */
  get(id: HouseholdId): CaseFile | undefined {
    const file = this.files.get(id);
    return file?.state.supersededBy ? this.get(file.state.supersededBy) : file;
  }

  /** A household that its reader has carried forward already. */
  keep(file: CaseFile): void {
    this.files.set(file.id, file);
  }

  all(): Iterable<CaseFile> {
    return this.files.values();
  }

  /** A household of which nothing is known yet. */
  open(): CaseFile {
    const file = { id: `h-${v7()}`, version: 0, state: unknownHousehold };
    this.files.set(file.id, file);
    return file;
  }

  private fold(recorded: readonly RecordedEvent[]): Household {
    return foldHousehold(householdEventsOf(this.codec, recorded));
  }
}

export const recordIn = (file: CaseFile, event: RecordedHouseholdEvent): void => {
  file.state = evolve(file.state, event);
  file.version += 1;
};
