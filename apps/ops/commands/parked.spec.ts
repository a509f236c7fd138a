import { Command } from 'commander';
import { answeringHub } from '../answering-hub.fixture';
import { parkedCommand } from './parked';

describe('`parked retry`', () => {
  const asked: string[] = [];
  const head = (id: string) => ({ ...{ id, lane: `h-${id}`, because: 'no', parkedAt: '2016-12-31T02:00:00Z' }, waiting: 1 });
  // Lane 1 was settled after it had been listed.
  const answers: Record<string, readonly [number, object]> = {
    'POST /api/v1/parked/3/retry': [202, {}],
    'GET /api/v1/parked/3': [200, { ...head('3'), status: 'waiting', code: 'c', retryAskedAt: null, messages: [{ id: '3' }] }],
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

  it('ends with 1 when something still waits, and lists every page of lanes', async () => {
    process.exitCode = undefined;
    const { lanes } = JSON.parse(await run('retry', '3')) as { lanes: readonly object[] };
    expect(lanes).toEqual([{ id: '3', household: 'h-3', status: 'waiting', waiting: 1 }]);
    expect(process.exitCode).toBe(1);
    process.exitCode = undefined;
    answers['GET /api/v1/parked?limit=500&after=0'] = [200, { counts: {}, parked: [head('1')], next: '1' }];
    answers['GET /api/v1/parked?limit=500&after=1'] = [200, { counts: {}, parked: [head('2')], next: null }];
    expect(JSON.parse(await run('list'))).toMatchObject({ lanes: 2, messages: 2 });
  });

  it('of a discard without a reason, or with a blank one, is a wrong use', async () => {
    await expect(run('discard', '1')).rejects.toMatchObject({ exitCode: 2 });
    await expect(run('discard', '1', '--reason= ')).rejects.toMatchObject({ exitCode: 2 });
    expect(asked.some((call) => call.includes('/discard'))).toBe(false);
  });

  it('of one lane that is settled is refused', () =>
    expect(run('retry', '1')).rejects.toMatchObject({ exitCode: 1, code: 'already-settled' }));
});
