import { avroType, fingerprintOf, schemaVersions, schemas } from '@xianjie/contracts';
import type { SchemaRegistry } from '@xianjie/contracts';

type Text = Readonly<{ fullName: string; text: string }>;

const byFingerprint = new Map<string, Text>(
  [...schemaVersions, ...schemas].map(({ fingerprint, fullName, text }) => [fingerprint, { fullName, text }]),
);

/** The schema registry's id for a schema on a topic: subject `<topic>-<record full name>` (TopicRecordNameStrategy). */
export class SchemaIds {
  private readonly known = new Map<string, number>();
  private isRequired = false;

  constructor(
    private readonly registry: SchemaRegistry,
    /** Takes in the text of a schema that a newer program registered. */
    private readonly learn: (text: string) => unknown = () => undefined,
  ) {}

  /** Already asked for; undefined otherwise. Most events of a page need no promise. */
  peek(topic: string, fingerprint: string): number | undefined {
    return this.known.get(`${topic} ${fingerprint}`);
  }

  /** Null when neither a version of this program nor one that published before wrote under that fingerprint. */
  async idOf(topic: string, fingerprint: string): Promise<number | null> {
    const schema = byFingerprint.get(fingerprint);
    if (schema === undefined) return this.ofAnother(topic, fingerprint);
    const id = await this.registry.register(`${topic}-${schema.fullName}`, schema.text);
    this.known.set(`${topic} ${fingerprint}`, id);
    return id;
  }

  /** A newer program published under it, and was taken back: the registry still has it. */
  private async ofAnother(topic: string, fingerprint: string): Promise<number | null> {
    for (const { id, schema } of await this.registry.versionsUnder(`${topic}-`)) {
      if (fingerprintOf(avroType(schema)) !== fingerprint) continue;
      this.known.set(`${topic} ${fingerprint}`, id);
      this.learn(schema);
      return id;
    }
    return null;
  }

  /** Once a process: a term begins after every fault, and must not wait for a registry that it may need nothing else of. */
  async requireFullTransitive(): Promise<void> {
    if (this.isRequired) return;
    await this.registry.requireFullTransitive();
    this.isRequired = true;
  }
}
