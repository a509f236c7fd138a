import type { Type } from 'avsc';
import { avroType, bodyOf, schemaNamed } from './avro-schemas';
import type { EventSchema } from './avro-schemas';
import { BodyUnreadable, EventNotEncodable } from './faults';

/** One record that is no event: a state, a seal. */
export class RecordCodec<Fields extends object> {
  readonly schema: EventSchema;
  private readonly type: Type;

  constructor(fullName: string) {
    this.schema = schemaNamed(fullName);
    this.type = avroType(this.schema.text);
  }

  /** @throws EventNotEncodable naming the field. */
  encode(record: Fields): Buffer {
    try {
      return bodyOf(this.type, record);
    } catch (cause) {
      const paths: string[] = [];
      this.type.isValid(record, { errorHook: (path) => void paths.push(path.join('.')) });
      throw new EventNotEncodable(this.schema.name, paths[0] ?? 'a value', 'value', { cause });
    }
  }

  /** A body written under this program's schema. @throws BodyUnreadable. */
  decode(body: Buffer): Fields {
    try {
      return { ...(this.type.fromBuffer(body) as Fields) };
    } catch (cause) {
      throw new BodyUnreadable(this.schema.name, this.schema.fingerprint, { cause });
    }
  }
}
