import { RecordCodec, framed } from '@xianjie/contracts';
import type { StateRecords } from '@xianjie/contracts';
import type { MessageBus, OutgoingMessage } from '../message-bus';
import type { SchemaIds } from '../publishing/schema-ids';
import type { Topics } from '../topics';
import type { ParkedNews, PostgresParkedNews } from './postgres-parked-news';

const codec = new RecordCodec<StateRecords['ParkedMessage']>('cn.xianjie.state.ParkedMessage');

/** Tells the topic of parked messages what was parked and what became of it. A crash in between tells it twice. */
export class ParkedCopies {
  constructor(
    private readonly news: PostgresParkedNews,
    private readonly bus: MessageBus,
    private readonly topics: Topics,
    private readonly schemaIds: SchemaIds,
  ) {}

  /** A page of what the topic does not know yet; how many there were. @throws BrokerUnavailable, SchemaRegistryUnavailable. */
  async send(): Promise<number> {
    const news = await this.news.toTell();
    if (news.length === 0) return 0;
    await this.schemaIds.look();
    const id = (await this.schemaIds.idOf(this.topics.parked, codec.schema.fingerprint)) as number;
    const messages = news.map((one): OutgoingMessage => this.messageOf(one, id));
    await this.bus.send([{ topic: this.topics.parked, messages }]);
    await this.news.told(news);
    return news.length;
  }

  private messageOf(one: ParkedNews, schemaId: number): OutgoingMessage {
    const headers = { ce_time: one.settledAt ?? one.parkedAt, ce_subject: one.lane, xianjie_schema: codec.schema.fingerprint };
    return { key: one.lane, value: framed(schemaId, codec.encode(one)), headers };
  }
}
