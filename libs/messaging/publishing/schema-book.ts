export type BookedSchema = Readonly<{ subject: string; fingerprint: string; text: string; id: number }>;

/** Port. Which id the registry gave to which schema. What it once said stands on the topics for good; the registry itself may be lost. */
export abstract class SchemaBook {
  /** In the order of their ids, which is that in which the registry learned of them. */
  abstract read(): Promise<readonly BookedSchema[]>;
  abstract keep(schema: BookedSchema): Promise<void>;
}

/** Of one process: for who reads the registry and publishes little. */
export class InMemorySchemaBook extends SchemaBook {
  private readonly booked = new Map<string, BookedSchema>();

  async read(): Promise<readonly BookedSchema[]> {
    return [...this.booked.values()].toSorted((a, b) => a.id - b.id);
  }

  async keep(schema: BookedSchema): Promise<void> {
    this.booked.set(`${schema.subject} ${schema.fingerprint}`, schema);
  }
}
