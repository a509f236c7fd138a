import { answeringHub } from './answering-hub.fixture';
import { undoImport, watchImport } from './import-client';

describe('an import that is watched', () => {
  const states: string[] = [];
  answeringHub((_, response) => {
    const problem = { code: 'database-unavailable', message: 'Postgres went away' };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: 'i-1', state: states.shift() ?? 'done', problem, counts: null, issues: [] }));
  });

  it('is a fault when it stops at one, also after a confirmation', async () => {
    states.push('applying', 'failed');
    const watched = watchImport('i-1', () => undefined);
    await expect(watched).rejects.toMatchObject({ exitCode: 3, message: 'import i-1 stopped: Postgres went away' });
  });

  it('is answered as it ended otherwise', async () => {
    const seen: string[] = [];
    states.push('applying', 'refused');
    expect(await watchImport('i-1', ({ state }) => seen.push(state))).toMatchObject({ state: 'refused' });
    expect(seen).toEqual(['applying', 'refused']);
  });
});

describe('an import that is taken back for longer than fetch waits', () => {
  answeringHub((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ retracted: 9 }));
  });
  const late = (code: string) => Object.assign(new TypeError('fetch failed'), { cause: { code } });
  afterEach(() => jest.restoreAllMocks());

  it('is asked about again', async () => {
    const asked = jest.spyOn(globalThis, 'fetch').mockRejectedValueOnce(late('UND_ERR_HEADERS_TIMEOUT'));
    expect(await undoImport('i-1')).toEqual({ retracted: 9 });
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('is a fault when nobody answers', async () => {
    jest.spyOn(globalThis, 'fetch').mockRejectedValueOnce(late('ECONNREFUSED'));
    await expect(undoImport('i-1')).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('is it still running?') as string,
    });
  });
});
