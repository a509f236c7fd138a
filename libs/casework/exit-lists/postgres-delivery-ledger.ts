import type { Pool } from 'pg';
import { DeliveryLedger } from './delivery-ledger';
import type { DeliveryKey } from './delivery-ledger';
import { statement } from './postgres-statements';

const beginDelivery = statement('begin-delivery');
const finishDelivery = statement('finish-delivery');

export class PostgresDeliveryLedger extends DeliveryLedger {
  constructor(private readonly pool: Pool) {
    super();
  }

  async begin({ document, version, recipient }: DeliveryKey): Promise<string | null> {
    const query = beginDelivery(document, version, recipient);
    const { rows } = await this.pool.query<{ receipt_id: string | null }>(query);
    return rows[0]?.receipt_id ?? null;
  }

  async finish({ document, version, recipient }: DeliveryKey, receiptId: string): Promise<void> {
    await this.pool.query(finishDelivery(document, version, recipient, receiptId));
  }
}
