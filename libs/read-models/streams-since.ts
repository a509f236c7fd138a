import type { EventLog } from '@xianjie/log';

/** Streams that got events since a moment; each reading adds those since the one before. */
export class StreamsSince {
  readonly streams = new Set<string>();
  private readonly read: Map<string, number>;

  /** `heads`: of the shards at that moment; others were empty. */
  constructor(
    private readonly log: Pick<EventLog, 'shards' | 'readRange'>,
    heads: ReadonlyMap<string, number>,
  ) {
    this.read = new Map(heads);
  }

  async readOn(): Promise<void> {
    for (const shard of await this.log.shards())
      for await (const page of this.log.readRange(shard, this.read.get(shard) ?? 0)) {
        for (const { stream } of page) this.streams.add(stream);
        this.read.set(shard, page.at(-1)!.position.number);
      }
  }
}
