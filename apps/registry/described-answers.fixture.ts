import { Ajv } from 'ajv';

type Response = Readonly<{ content?: Record<string, { schema: object }> }>;
type Calls = Readonly<Record<string, Readonly<{ responses: Record<string, Response> }>>>;
export type Description = Readonly<{ paths: Record<string, Calls>; components: { schemas: Record<string, object> } }>;

export type AnsweredCall = Readonly<{ method: string; path: string; status: number; body: unknown }>;

const FORMATS = { date: /^\d{4}-\d{2}-\d{2}$/, 'date-time': /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/, binary: true, uuid: true } as const;
const placesIn = (path: string): number => path.split('{').length;

/** Whether what the calls answer is what OpenAPI says of them: nothing left out, nothing beside. */
export class DescribedAnswers {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS });
  private readonly paths: readonly Readonly<{ pattern: RegExp; calls: Calls }>[];

  /** Of a running API. */
  static async of(address: string, token: string): Promise<DescribedAnswers> {
    const response = await fetch(`${address}/api/docs-json`, { headers: { authorization: `Bearer ${token}` } });
    return new DescribedAnswers((await response.json()) as Description);
  }

  /** @throws Error for a shape that says nothing a validator could hold an answer to. */
  constructor({ paths, components }: Description) {
    this.ajv.addSchema({ components }, 'api');
    for (const name of Object.keys(components.schemas)) this.ajv.getSchema(`api#/components/schemas/${name}`);
    // `/exit-lists/counties` before `/exit-lists/{county}`.
    this.paths = Object.keys(paths)
      .sort((a, b) => placesIn(a) - placesIn(b))
      .map((path) => ({ pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), calls: paths[path] as Calls }));
  }

  /** @throws Error that names the call, and where its answer is another than the one described. */
  check({ method, path, status, body }: AnsweredCall): void {
    const asked = path.replace(/\?.*/, '');
    const call = this.paths.find(({ pattern }) => pattern.test(asked))?.calls[method.toLowerCase()];
    // Nothing is there: whoever asked knows that.
    if (call === undefined && status >= 400) return;
    const said = call?.responses[status] ?? (status >= 400 ? call?.responses.default : undefined);
    if (said === undefined) throw new Error(`${method} ${asked} answers ${status}, which its description does not know`);
    const described = said.content?.[status >= 400 ? 'application/problem+json' : 'application/json']?.schema;
    if (described === undefined) throw new Error(`${method} ${asked} answers ${status} with JSON, of which nothing is said`);
    const { $ref = '' } = described as { $ref?: string };
    const isSo = this.ajv.getSchema(`api${$ref}`);
    if (isSo === undefined) throw new Error(`${method} ${asked}: ${$ref} is described nowhere`);
    if (isSo(body) === true) return;
    const faults = (isSo.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    throw new Error(`${method} ${asked} answers ${status} otherwise than described:\n${faults.slice(0, 10).join('\n')}`);
  }
}
