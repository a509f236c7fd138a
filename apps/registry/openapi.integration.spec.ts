import { aRegistry } from './registry.fixture';

describe('the description of the offices’ API', () => {
  const { call } = aRegistry();

  it('describes every call that interfaces.md names and this version has', async () => {
    const { paths } = (await call('/api/docs-json')).body as { paths: Record<string, object> };
    const list = '/api/v1/exit-lists/{county}/{year}';
    const acts = ['freeze', 'sign', 'deliver', 'acknowledge', 'reject', 'dispatch', 'items/{item}/outcome', 'document'];
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        ...[
          '/api/v1/reports',
          '/api/v1/households',
          '/api/v1/households/{id}',
          '/api/v1/households/{id}/events',
          '/api/v1/overlap',
        ],
        ...['/api/v1/discrepancies', '/api/v1/exit-lists', list, ...acts.map((act) => `${list}/${act}`)],
        ...['/api/v1/audit/verify', '/api/v1/audit/replays', '/api/v1/audit/replays/{id}', '/api/v1/audit/replays/{id}/diff'],
        ...['/api/v1/parked', '/api/v1/parked/{id}', '/api/v1/parked/{id}/retry', '/api/v1/parked/{id}/discard'],
        ...['/api/v1/audit/accesses', '/api/v1/persons/{id}/erase'],
        ...['/api/v1/identity-reviews', '/api/v1/identity-reviews/{id}', '/api/v1/reviews', '/api/v1/reviews/{id}/complete'],
      ]),
    );
  });

  it('describes each part of a call’s path, so that a client can be made from the description', async () => {
    type Described = Record<string, Record<string, { parameters?: readonly { name: string; in: string }[] }>>;
    const { paths } = (await call('/api/docs-json')).body as { paths: Described };
    const parts = Object.entries(paths).flatMap(([path, calls]) =>
      Object.entries(calls).map(([method, { parameters = [] }]) => {
        const described = parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`);
        return { call: `${method} ${path}`, lacks: (path.match(/\{\w+\}/g) ?? []).filter((part) => !described.includes(part)) };
      }),
    );
    expect(parts.length).toBeGreaterThan(40);
    expect(parts.filter(({ lacks }) => lacks.length > 0)).toEqual([]);
  });

  it('describes the problem that every call may answer, as it is answered', async () => {
    type Described = Readonly<{
      paths: Record<string, Record<string, { responses: Record<string, object> }>>;
      components: { schemas: { Problem: { required: readonly string[]; properties: object } } };
    }>;
    const { paths, components } = (await call('/api/docs-json')).body as Described;
    const problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
    for (const one of Object.values(paths).flatMap((calls) => Object.values(calls)))
      expect(one.responses).toMatchObject({ 401: problem, default: problem });
    const { required, properties } = components.schemas.Problem;
    const wrong = (await call('/api/v1/overlap?division=530000&at=2016-02-30')).body as Record<string, unknown>;
    for (const body of [wrong, (await call('/api/v1/households/h-none')).body]) {
      expect(Object.keys(body)).toEqual(expect.arrayContaining([...required]));
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(body)));
    }
    expect(wrong).toHaveProperty('errors');
  });

  it('describes who acts and the idempotency key where something is done, and nowhere else', async () => {
    type Described = Record<string, Record<string, { parameters?: readonly { name: string; in: string }[] }>>;
    const { paths } = (await call('/api/docs-json')).body as { paths: Described };
    const headers = (path: string, method: string): string[] =>
      (paths[`/api/v1${path}`]?.[method]?.parameters ?? []).filter((one) => one.in === 'header').map(({ name }) => name);
    const [who, once] = ['x-xianjie-official', 'idempotency-key'];
    expect(headers('/households/{id}/decisions', 'post').sort()).toEqual([once, who]);
    expect(headers('/exit-lists/{county}/{year}/sign', 'post')).toEqual([who]);
    expect(headers('/parked/{id}/discard', 'post')).toEqual([who]);
    expect(
      Object.entries(paths).flatMap(([path, { get }]) => (get?.parameters?.some((one) => one.in === 'header') ? [path] : [])),
    ).toEqual([]);
  });

  it('describes what every call answers when it works', async () => {
    type Described = Readonly<{
      paths: Record<
        string,
        Record<string, { responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }> }>
      >;
      components: { schemas: Record<string, object> };
    }>;
    const { paths, components } = (await call('/api/docs-json')).body as Described;
    const answers = Object.entries(paths).flatMap(([path, calls]) =>
      Object.entries(calls).map(([method, { responses }]) => {
        const { content = {} } = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1] ?? {};
        const shapes = Object.values(content).map(({ schema }) => schema.$ref?.split('/').at(-1) ?? 'file');
        return { call: `${method} ${path}`, shapes };
      }),
    );
    expect(answers.filter(({ shapes }) => shapes.length === 0)).toEqual([]);
    const files = answers.filter(({ shapes }) => shapes.includes('file')).map((one) => one.call);
    expect(files).toEqual(['get /api/v1/exit-lists/{county}/{year}/document', 'get /api/v1/imports/{id}/rejects']);
    const named = answers.flatMap(({ shapes }) => shapes).filter((one) => one !== 'file');
    expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(named));
  });
});
