import type { OnApplicationBootstrap } from '@nestjs/common';
import { PolicyActivation } from '@xianjie/casework';
import type { PolicyFile } from '@xianjie/casework';
import { StreamMovedOn } from '@xianjie/log';
import type { EventLog, Today } from '@xianjie/log';

/** Puts the policy packs of this hub's province into force by events, before the first call is answered (architecture 7). */
export class PoliciesAtStart implements OnApplicationBootstrap {
  constructor(
    private readonly log: EventLog,
    private readonly files: readonly PolicyFile[],
    private readonly today: Today,
    private readonly shard: string,
  ) {}

  /** @throws PolicyVersionTaken when a file was changed without a new version. */
  async onApplicationBootstrap(): Promise<void> {
    const activation = new PolicyActivation(this.log);
    const asked = { shard: this.shard, files: this.files, on: await this.today.date(), by: 'hub' };
    // A second registry process may start at the same moment: what it activated is then known.
    await activation.activate(asked).catch((fault: unknown) => {
      if (!(fault instanceof StreamMovedOn)) throw fault;
      return activation.activate(asked);
    });
  }
}
