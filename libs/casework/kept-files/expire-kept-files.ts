import { RetentionEventCodec } from '@xianjie/contracts';
import { KEPT_FILES_STREAMS } from '@xianjie/domain';
import type { LocalDate } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import type { ExpiredImport, PostgresKeptRetention } from '@xianjie/sources';
import { v7 } from 'uuid';
import { importOf } from '../hearing/item';

const BY = 'retention';

/** Port: households whose messages wait in a parked lane (S-18): what their events cite is needed to decide. */
export abstract class ParkedHouseholds {
  abstract all(): Promise<readonly string[]>;
}

/** Deletes the kept files of imports whose time is over, each recorded before it is done (S-25). Events are never touched. */
export class ExpireKeptFiles {
  private readonly codec = new RetentionEventCodec();

  constructor(
    private readonly log: EventLog,
    private readonly kept: Pick<PostgresKeptRetention, 'expired' | 'delete'>,
    private readonly parked: ParkedHouseholds,
    private readonly shard: string,
  ) {}

  /** Ids of the imports whose files went. `days` after an import has settled. */
  async run(days: number, on: LocalDate): Promise<readonly string[]> {
    const expired = await this.kept.expired(days);
    if (expired.length === 0) return [];
    const needed = await this.neededByParked();
    const gone: string[] = [];
    for (const one of expired) {
      if (needed.has(one.id)) continue;
      if (await this.kept.delete(one, days, () => this.record(one, days, on))) gone.push(one.id);
    }
    return gone;
  }

  private async neededByParked(): Promise<ReadonlySet<string>> {
    const households = await this.parked.all();
    const streams = await this.log.readMany(households);
    const imports = [...streams.values()].flatMap((events) => events.map(({ source }) => importOf(source)));
    return new Set(imports.filter((id) => id !== null));
  }

  /** Once for an import: a kill before the files were gone repeats it under the same command. */
  private async record({ id, source, asOf, settledOn, files }: ExpiredImport, keptDays: number, on: LocalDate): Promise<void> {
    const said = { importId: id, system: source, asOf, settledOn, keptDays, deletedBy: BY, files };
    const event = {
      id: v7(),
      ...this.codec.encode({ type: 'KeptFilesDeleted', on, ...said }, {}),
      effectiveOn: on,
      origin: 'change' as const,
      source: BY,
      // No county's fold reads it.
      county: this.shard.padEnd(6, '0'),
    };
    const streams = [{ stream: `${KEPT_FILES_STREAMS}${id}`, expectedVersion: 0, events: [event] }];
    await this.log.append({ shard: this.shard, commandId: `files-deleted:${id}`, streams });
  }
}
