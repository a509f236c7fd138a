import { SchemaRegistryUnavailable, avroType, fingerprintOf, schemaVersions, schemas } from '@xianjie/contracts';
import type { SchemaRegistry } from '@xianjie/contracts';
import { InMemorySchemaBook } from './schema-book';
import type { BookedSchema, SchemaBook } from './schema-book';

type Text = Readonly<{ fullName: string; text: string }>;

/** What a registry that had lost its database was told again, and which of it has another id than on the topics now. */
export type Reminded = Readonly<{ schemas: number; moved: readonly string[] }>;

export type SchemaIdsOptions = Readonly<{
  /** Takes in the text of a schema that a newer program registered. */
  learn?: (text: string) => unknown;
  book?: SchemaBook;
  /** Of the hub's topics: an empty book begins with what the registry has under it, as an older program left it. */
  prefix?: string;
  onReminded?: (reminded: Reminded) => void;
}>;

const byFingerprint = new Map<string, Text>(
  [...schemaVersions, ...schemas].map(({ fingerprint, fullName, text }) => [fingerprint, { fullName, text }]),
);
/** A record's name has no hyphen; a topic's may. */
const topicOf = (subject: string): string => subject.slice(0, subject.lastIndexOf('-'));

/** The schema registry's id for a schema on a topic: subject `<topic>-<record full name>` (TopicRecordNameStrategy). */
export class SchemaIds {
  private readonly known = new Map<string, number>();
  private readonly book: SchemaBook;
  private isRequired = false;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly registry: SchemaRegistry,
    private readonly options: SchemaIdsOptions = {},
  ) {
    this.book = options.book ?? new InMemorySchemaBook();
  }

  /** Already asked for; undefined otherwise. Most events of a page need no promise. */
  peek(topic: string, fingerprint: string): number | undefined {
    return this.known.get(`${topic} ${fingerprint}`);
  }

  /** Null when neither a version of this program nor one that published before wrote under that fingerprint. */
  async idOf(topic: string, fingerprint: string): Promise<number | null> {
    const known = this.peek(topic, fingerprint);
    if (known !== undefined) return known;
    // First: in a registry that was emptied, a new schema would take the id of an old one.
    await this.remind();
    const schema = byFingerprint.get(fingerprint);
    if (schema === undefined) return this.ofAnother(topic, fingerprint);
    const subject = `${topic}-${schema.fullName}`;
    return this.keep({ subject, fingerprint, text: schema.text, id: await this.registry.register(subject, schema.text) });
  }

  /** A newer program published under it, and was taken back: the registry still has it. */
  private async ofAnother(topic: string, fingerprint: string): Promise<number | null> {
    for (const { subject, id, schema: text } of await this.registry.versionsUnder(`${topic}-`)) {
      if (fingerprintOf(avroType(text)) !== fingerprint) continue;
      this.options.learn?.(text);
      return this.keep({ subject, fingerprint, text, id });
    }
    return null;
  }

  private async keep(schema: BookedSchema): Promise<number> {
    await this.book.keep(schema);
    this.known.set(`${topicOf(schema.subject)} ${schema.fingerprint}`, schema.id);
    return schema.id;
  }

  /** Now and then while publishing: whoever reads a topic asks the registry for ids that we need no more. One that is away is let be. */
  async look(): Promise<void> {
    await this.remind().catch((fault: unknown) => {
      if (!(fault instanceof SchemaRegistryUnavailable)) throw fault;
    });
  }

  /** A registry that does not know its newest schema has lost its database, or got an old one back: it is told them all again, in order. */
  private remind(): Promise<void> {
    const done = this.turn.then(() => this.remindNow());
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async remindNow(): Promise<void> {
    const booked = await this.booked();
    const newest = booked.at(-1);
    if (newest === undefined || (await this.isThere(newest))) return this.follow(booked);
    this.registry.forget();
    await this.registry.requireFullTransitive();
    const moved: string[] = [];
    for (const one of booked) {
      const id = await this.registry.register(one.subject, one.text);
      if (id === one.id) continue;
      moved.push(`${one.subject}: ${one.id}, now ${id}`);
      await this.keep({ ...one, id });
    }
    this.options.onReminded?.({ schemas: booked.length, moved });
  }

  private async booked(): Promise<readonly BookedSchema[]> {
    const booked = await this.book.read();
    const { prefix } = this.options;
    if (booked.length > 0 || prefix === undefined) return booked;
    for (const { subject, id, schema: text } of await this.registry.versionsUnder(`${prefix}.`))
      await this.book.keep({ subject, fingerprint: fingerprintOf(avroType(text)), text, id });
    return this.book.read();
  }

  private async isThere({ id, fingerprint }: BookedSchema): Promise<boolean> {
    const text = await this.registry.textOf(id);
    return text !== null && fingerprintOf(avroType(text)) === fingerprint;
  }

  /** Another process may have been the one that told it. */
  private follow(booked: readonly BookedSchema[]): void {
    for (const { subject, fingerprint, id } of booked) {
      const key = `${topicOf(subject)} ${fingerprint}`;
      if (!this.known.has(key) || this.known.get(key) === id) continue;
      this.registry.forget();
      this.known.set(key, id);
    }
  }

  /** Once a process: a term begins after every fault, and must not wait for a registry that it may need nothing else of. */
  async requireFullTransitive(): Promise<void> {
    if (this.isRequired) return;
    await this.registry.requireFullTransitive();
    this.isRequired = true;
  }
}
