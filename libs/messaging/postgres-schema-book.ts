import type { Pool } from 'pg';
import { ask, statement } from './postgres-statements';
import { SchemaBook } from './publishing/schema-book';
import type { BookedSchema } from './publishing/schema-book';

const keepSchemaId = statement('keep-schema-id');
const readSchemaIds = statement('read-schema-ids');

export class PostgresSchemaBook extends SchemaBook {
  constructor(private readonly pool: Pool) {
    super();
  }

  read(): Promise<readonly BookedSchema[]> {
    return ask<BookedSchema>(this.pool, readSchemaIds());
  }

  async keep({ subject, fingerprint, text, id }: BookedSchema): Promise<void> {
    await ask(this.pool, keepSchemaId(subject, fingerprint, text, id));
  }
}
