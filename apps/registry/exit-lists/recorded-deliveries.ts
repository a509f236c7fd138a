import type { RecordAccess } from '@xianjie/access';
import type { ExitLists, ListAnswer } from '@xianjie/casework';
import { documentOf } from '@xianjie/domain';
import { askedOf, askerOf } from '@xianjie/http';
import type { Request } from 'express';

/** Handing a list over is an export as well: recorded once it is done, before the call is answered. */
export class RecordedDeliveries {
  constructor(
    private readonly lists: ExitLists,
    private readonly accesses: RecordAccess,
  ) {}

  async deliver(act: Parameters<ExitLists['deliver']>[0], request: Request): Promise<ListAnswer> {
    const answer = await this.lists.deliver(act);
    if (answer.outcome === 'refused') return answer;
    const { listId } = answer;
    const asked = `${askedOf(request)} to`;
    for (const { version, recipient, rows } of answer.deliveries) {
      await this.accesses.exported(askerOf(request), {
        ...{ what: 'exit-list-delivered', asked: `${asked} ${recipient}`, document: documentOf(listId, version) },
        ...{ format: 'folder', wholeIds: true, rows, hash: null },
      });
    }
    return answer;
  }
}
