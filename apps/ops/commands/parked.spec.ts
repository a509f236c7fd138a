import { Command } from 'commander';
import { answeringHub } from '../answering-hub.fixture';
import { parkedCommand } from './parked';

describe('`parked retry`', () => {
  const asked: string[] = [];
  const head = (id: string) => ({ ...{ id, lane: `h-${id}`, because: 'no', parkedAt: '2016-12-31T02:00:00Z' }, waiting: 1 });
  // Lane 1 was settled after it had been listed.
  const answers: Readonly<Record<string, readonly [number, object]>> = {
    'GET /api/v1/parked?limit=500&after=0': [200, { counts: {}, parked: [head('1'), head('2')], next: null }],
    'POST /api/v1/parked/1/retry': [409, { code: 'already-settled', detail: 'parked message 1 was applied' }],
    'POST /api/v1/parked/2/retry': [202, {}],
    'GET /api/v1/parked/1': [200, { ...head('1'), status: 'applied', retryAskedAt: null, messages: [] }],
    'GET /api/v1/parked/2': [200, { ...head('2'), status: 'applied', retryAskedAt: null, messages: [] }],
  };
  answeringHub((request, response) => {
    const call = `${request.method} ${request.url}`;
    asked.push(call);
    const [status, body] = answers[call] ?? [404, { code: 'not-found', detail: call }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const run = async (...words: readonly string[]): Promise<string> => {
    const said: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    const program = new Command().exitOverride();
    parkedCommand(program);
    await program.parseAsync(['parked', ...words, '--json'], { from: 'user' }).finally(() => write.mockRestore());
    return said.at(-1) ?? '';
  };

  it('of all lanes goes on past one that was settled meanwhile', async () => {
    const { lanes } = JSON.parse(await run('retry', 'all')) as { lanes: readonly object[] };
    expect(asked).toContain('POST /api/v1/parked/2/retry');
    expect(lanes).toEqual(['1', '2'].map((id) => ({ id, household: `h-${id}`, status: 'applied', waiting: 0 })));
  });

  it('of one lane that is settled is refused', () =>
    expect(run('retry', '1')).rejects.toMatchObject({ exitCode: 1, code: 'already-settled' }));
});
