import type { CountyCode } from '@xianjie/domain';

export type DeliveryKey = Readonly<{ document: string; version: number; recipient: CountyCode }>;

/** Port. What has left the hub, once for each (document, version, recipient) (architecture decision 14). Replays never come here. */
export abstract class DeliveryLedger {
  /** Takes the delivery on; the receipt when it was already made, else null. */
  abstract begin(key: DeliveryKey): Promise<string | null>;
  abstract finish(key: DeliveryKey, receiptId: string): Promise<void>;
}
