import { Command } from 'commander';
import { answeringHub } from '../answering-hub.fixture';
import { exitListCommand } from './exit-list';

describe('an act on the lists of all counties', () => {
  const refusals = new Map<string, string>();
  let counties = ['530124', '530125'];
  answeringHub((request, response) => {
    response.setHeader('content-type', 'application/json');
    const { pathname } = new URL(request.url ?? '', 'http://hub');
    if (pathname.endsWith('/counties')) return response.end(JSON.stringify({ counties }));
    const county = /exit-lists\/(\d+)/.exec(pathname)?.[1] ?? '';
    const code = refusals.get(county);
    if (code !== undefined) response.statusCode = 409;
    const problems = [
      { ruleId: 'CR-27', householdId: 'h-1', blocking: true, detail: '001 belongs on the list and has no member' },
    ];
    const done = { county, said: `${county} done`, openIdentityReviews: 3, list: { check: { problems } } };
    return response.end(JSON.stringify(code === undefined ? done : { code, detail: code }));
  });

  let written: string[];
  beforeEach(() => {
    written = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = undefined;
  });

  const acts = async (act: string): Promise<void> => {
    const program = new Command('xianjie');
    exitListCommand(program);
    await program.parseAsync(['exit-list', act, '--county=all', '--year=2016', '--json'], { from: 'user' });
  };
  const signs = async (first: string | null, second: string | null): Promise<number> => {
    refusals.clear();
    if (first) refusals.set('530124', first);
    if (second) refusals.set('530125', second);
    await acts('sign');
    return Number(process.exitCode ?? 0);
  };
  const refusedInJson = (): unknown => (JSON.parse(written.at(-1) ?? '') as { refused: unknown[] }).refused;

  it('ends with 0 when it was done for one and had been done for the other', async () => {
    expect(await signs('already-signed', null)).toBe(0);
    expect(refusedInJson()).toEqual([]);
    expect(written.join('')).toContain('530124: already-signed');
  });
  it('ends with 1 when it had been done for all', async () => {
    expect(await signs('already-signed', 'already-signed')).toBe(1);
    expect(refusedInJson()).toHaveLength(2);
  });
  it('prints the open identity reviews where the list is checked, and what stands against a freeze', async () => {
    refusals.clear();
    await acts('sign');
    expect(written.slice(0, -1).join('')).not.toMatch(/identity|CR-27/);
    await acts('build');
    expect(written.join('')).toContain('530124: 3 open identity reviews touch the county and hold up nothing\n');
    expect(written.join('')).toContain('530125: stands against a freeze: CR-27 h-1, 001 belongs on the list and has no member\n');
  });
  it('ends with 0 where there is nothing new for a supplement', async () => {
    refusals.clear();
    refusals.set('530124', 'nothing-new').set('530125', 'nothing-new');
    await acts('freeze');
    expect([process.exitCode ?? 0, refusedInJson()]).toEqual([0, []]);
    expect(written.join('')).toContain('530124: nothing new since the last freeze\n');
  });
  it('is asked wrongly while no county has a household, and is no fault of the hub', async () => {
    counties = [];
    await expect(signs(null, null)).rejects.toMatchObject({ exitCode: 2 });
    counties = ['530124', '530125'];
  });
  it('ends with 1 when one comes too early', async () => expect(await signs(null, 'nothing-to-sign')).toBe(1));
});
