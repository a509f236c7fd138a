import type { RecordAccess } from '@xianjie/access';
import type { ExitLists, ListAnswer } from '@xianjie/casework';
import { documentOf } from '@xianjie/domain';
import { askedOf, askerOf } from '@xianjie/http';
import type { Request } from 'express';

/** Handing a list over is an export as well: recorded before the folder is set, since a kill, or a later recipient's fault, leaves it where it is. */
export class RecordedDeliveries {
  constructor(
    private readonly lists: ExitLists,
    private readonly accesses: RecordAccess,
  ) {}

  deliver(act: Omit<Parameters<ExitLists['deliver']>[0], 'beforeHandOver'>, request: Request): Promise<ListAnswer> {
    const asked = `${askedOf(request)} to`;
    return this.lists.deliver({
      ...act,
      beforeHandOver: ({ listId, version, recipient, rows }) =>
        this.accesses.exported(askerOf(request), {
          ...{ what: 'exit-list-delivered', asked: `${asked} ${recipient}`, document: documentOf(listId, version) },
          ...{ format: 'folder', wholeIds: true, rows, hash: null },
        }),
    });
  }
}
