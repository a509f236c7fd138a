import { IncompatibleSchema, SchemaRegistryRefused, SchemaRegistryUnavailable } from './faults';

const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';
const TIMEOUT_MS = 10_000;
const FULL_TRANSITIVE = { compatibility: 'FULL_TRANSITIVE' };

type Registered = Readonly<{ subject: string; id: number; schema: string }>;

/** A client of Confluent's HTTP interface, which Apicurio, Confluent and Karapace serve alike. */
export class SchemaRegistry {
  /** By subject and text: an id never changes. */
  private readonly ids = new Map<string, Promise<number>>();
  private readonly bound = new Set<string>();

  constructor(private readonly url: string) {}

  /**
   * The id of the schema under that subject (`<topic>-<record full name>`), registered if it is new; the subject is then bound to
   * FULL_TRANSITIVE by a rule of its own. The raw text goes there: a parsed type would lose docs and defaults.
   * @throws IncompatibleSchema, SchemaRegistryUnavailable (retryable), SchemaRegistryRefused.
   */
  register(subject: string, text: string): Promise<number> {
    const key = `${subject}\n${text}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const asked = this.registered(encodeURIComponent(subject), text);
    this.ids.set(key, asked);
    asked.catch(() => this.ids.delete(key));
    return asked;
  }

  /** The schema text of the id in a value's prefix. */
  async schemaById(id: number): Promise<string> {
    return (await this.call<{ schema: string }>('GET', `/schemas/ids/${id}`)).schema;
  }

  /** The same; null when the registry knows no such id. */
  async textOf(id: number): Promise<string | null> {
    return (await this.call<{ schema: string } | null>('GET', `/schemas/ids/${id}`, undefined, [404]))?.schema ?? null;
  }

  /** Of a registry that lost its database nothing holds that it has said. */
  forget(): void {
    this.ids.clear();
    this.bound.clear();
  }

  /** Every version of every subject whose name begins so. One call each: for what is asked rarely. */
  async versionsUnder(prefix: string): Promise<readonly Registered[]> {
    const found: Registered[] = [];
    for (const subject of await this.call<string[]>('GET', '/subjects')) {
      if (!subject.startsWith(prefix)) continue;
      const path = `/subjects/${encodeURIComponent(subject)}/versions`;
      for (const version of await this.call<number[]>('GET', path)) found.push(await this.call('GET', `${path}/${version}`));
    }
    return found;
  }

  /** Whether a schema may follow all versions of its subject; true for a new subject. */
  async isCompatible(subject: string, text: string): Promise<boolean> {
    const path = `/compatibility/subjects/${encodeURIComponent(subject)}/versions`;
    const answer = await this.call<{ is_compatible: boolean } | null>('POST', path, { schema: text }, [404]);
    return answer === null || answer.is_compatible;
  }

  /** From now on every subject takes only what reads and is read by all its versions. */
  async requireFullTransitive(): Promise<void> {
    await this.bind('/config');
  }

  private async registered(subject: string, text: string): Promise<number> {
    const { id } = await this.call<{ id: number }>('POST', `/subjects/${subject}/versions`, { schema: text });
    // Of a subject without a rule of its own Apicurio says NONE to whoever asks, although the rule for all holds.
    if (!this.bound.has(subject)) await this.bind(`/config/${subject}`);
    this.bound.add(subject);
    return id;
  }

  /** Apicurio makes the rule or changes it: to the second of two who make it at once it says 409, and may be asked again. */
  private async bind(path: string): Promise<void> {
    const made = await this.call<object | null>('PUT', path, FULL_TRANSITIVE, [409]);
    if (made === null) await this.call('PUT', path, FULL_TRANSITIVE);
  }

  private async call<Answer>(method: string, path: string, body?: object, absent: readonly number[] = []): Promise<Answer> {
    let response: Response;
    try {
      response = await fetch(`${this.url}${path}`, {
        method,
        headers: { accept: CONTENT_TYPE, ...(body && { 'content-type': CONTENT_TYPE }) },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (cause) {
      throw new SchemaRegistryUnavailable(this.url, 'no answer', { cause });
    }
    if (response.ok) return (await response.json()) as Answer;
    const said = await response.text();
    if (absent.includes(response.status)) return null as Answer;
    if (response.status === 409) throw new IncompatibleSchema(path, said);
    if (response.status >= 500 || response.status === 429)
      throw new SchemaRegistryUnavailable(this.url, `${response.status} ${said}`);
    throw new SchemaRegistryRefused(path, response.status, said);
  }
}
