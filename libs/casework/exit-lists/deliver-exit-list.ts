import { statementBytes } from '@xianjie/documents';
import { casesToReview, deliverList, standingVersions } from '@xianjie/domain';
import type { CountyCode, ListSigned, LocalDate } from '@xianjie/domain';
import type { Acting } from '../acting';
import { done, refused } from './answers';
import type { ListAnswer } from './answers';
import { linesFor } from './delivery-folder';
import type { DeliveryFolder } from './delivery-folder';
import type { DeliveryKey, DeliveryLedger } from './delivery-ledger';
import { proofsOf } from './list-stream';
import type { ListStreams, LoadedList } from './list-stream';
import type { Regenerated, RegenerateExitList } from './regenerate-exit-list';
import { statementOf } from './sign-exit-list';

/** `rows`: how many lines it was given. */
export type Delivery = Readonly<{ version: number; recipient: CountyCode; receiptId: string; rows: number }>;
/** Ends when it is recorded that this leaves the hub; where it fails, nothing is written for that recipient. */
export type BeforeHandOver = (delivery: Delivery & Readonly<{ listId: string }>) => Promise<void>;
type Asked = Acting & Readonly<{ on: LocalDate; version?: number; beforeHandOver: BeforeHandOver }>;

/** The county's own civil affairs office, and those of the counties that pay a case on it (S-20). */
export const recipientsOf = (county: CountyCode, { opened, version }: Regenerated): readonly CountyCode[] => {
  const paying = opened.flatMap(({ line }) => casesToReview(line).map((one) => one.county));
  const elsewhere = new Set(paying.filter((one) => !version.countyLineage.includes(one)));
  return [county, ...[...elsewhere].sort()];
};

/** Puts signed versions into a folder for each recipient, effectively once; without a number, all that are due. */
export class DeliverExitList {
  constructor(
    private readonly streams: ListStreams,
    private readonly regenerator: RegenerateExitList,
    private readonly ledger: DeliveryLedger,
    private readonly folder: DeliveryFolder,
  ) {}

  async deliver(loaded: LoadedList, asking: Asked): Promise<ListAnswer<Readonly<{ deliveries: readonly Delivery[] }>>> {
    const { on, by, version, beforeHandOver } = asking;
    // Also one that was acknowledged: a fault may have come before the last of its recipients.
    const ready = standingVersions(loaded.list).filter(({ stage }) => stage !== 'FROZEN' && stage !== 'REJECTED');
    const asked = version === undefined ? ready.map((known) => known.version) : [version];
    const deliveries: Delivery[] = [];
    let current = loaded;
    for (const number of asked) {
      const regenerated = await this.regenerator.regenerate(loaded, number);
      if (regenerated?.difference)
        return refused(current.list, 'differs-from-frozen', `version ${number}, line ${regenerated.difference.line}`);
      for (const recipient of regenerated === null ? [loaded.county] : recipientsOf(loaded.county, regenerated)) {
        const receiptId = this.folder.receiptFor(current, number, recipient);
        const act = { on, by, version: number, recipient, channel: 'folder', receiptId };
        const decided = deliverList(current.list, act);
        if (decided.outcome === 'refused' && decided.because === 'already-delivered') continue;
        if (decided.outcome === 'refused') return refused(current.list, decided.because);
        if (regenerated === null) return refused(current.list, 'no-such-version');
        const rows = linesFor(loaded.county, recipient, regenerated).length;
        const delivery: Delivery = { version: number, recipient, receiptId, rows };
        await this.handOver(delivery, current, regenerated, beforeHandOver);
        current = await this.streams.append(current, decided.events, asking);
        deliveries.push(delivery);
      }
    }
    if (deliveries.length > 0) return { ...done(current, deliveries.at(-1)?.version), deliveries };
    return refused(current.list, current.list.openedOn === null ? 'not-open' : reasonForNothing(current));
  }

  /** A crash after this and before the event writes the same files again: the folder is set, never added to. */
  private async handOver(
    delivery: Delivery,
    loaded: LoadedList,
    regenerated: Regenerated,
    before: BeforeHandOver,
  ): Promise<void> {
    const { listId } = loaded;
    const { version, recipient } = delivery;
    const key: DeliveryKey = { document: listId, version, recipient };
    if ((await this.ledger.begin(key)) !== null) return;
    await before({ ...delivery, listId });
    const { signature } = signedIn(loaded, version);
    const statement = statementBytes(statementOf(loaded, regenerated.version));
    const proofs = proofsOf(loaded, version);
    await this.ledger.finish(key, await this.folder.write(loaded, recipient, { regenerated, proofs, statement, signature }));
  }
}

const signedIn = ({ events }: LoadedList, version: number): ListSigned =>
  events.find((event): event is ListSigned => event.type === 'ListSigned' && event.version === version) as ListSigned;

const reasonForNothing = ({ list }: LoadedList) => {
  const stages = standingVersions(list).map(({ stage }) => stage);
  if (stages.some((stage) => stage === 'DELIVERED' || stage === 'ACKNOWLEDGED')) return 'already-delivered';
  return stages.includes('FROZEN') ? 'not-signed' : 'nothing-to-deliver';
};
