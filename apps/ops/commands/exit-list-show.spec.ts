import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { answeringHub } from '../answering-hub.fixture';
import { EXIT } from '../exit-codes';
import { lastLine, runCommand } from '../run-command.fixture';
import { exitListCommand } from './exit-list';

describe('a list', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xianjie-show-'));
  let asked: string[] = [];
  let regenerated: object = {};
  const list = (county: string, frozenOn: string) => ({ county, versions: [{ frozenOn }] });
  answeringHub(async (request, response) => {
    const url = request.url?.replace('/api/v1/exit-lists', '') ?? '';
    asked.push(`${request.method} ${url} ${await text(request)}`);
    if (url.startsWith('?')) {
      const lists = [list('450206', '2017-03-01'), list('450221', '2017-03-15'), { county: '450222', versions: [] }];
      return void response.end(JSON.stringify({ lists }));
    }
    if (url.endsWith('/regenerate')) return void response.end(JSON.stringify(regenerated));
    if (url.startsWith('/450221')) response.setHeader('content-disposition', 'attachment; filename="named.csv"');
    response.end('名单\n');
  });
  beforeEach(() => {
    asked = [];
  });
  const run = (act: string, ...words: readonly string[]) =>
    runCommand(exitListCommand, 'exit-list', act, '--year=2016', ...words, '--json');

  it('is shown as it is asked for', async () => {
    const options = ['--on=2017-03-15', '--version=2', '--whole-ids', '--format=json'];
    const { said } = await run('show', '--county=450206', ...options);
    expect(asked).toEqual(['GET /450206/2016/document?format=json&effectiveOn=2017-03-15&version=2&wholeIds=true ']);
    expect(said).toBe('名单\n{"county":"450206","year":2016,"format":"json","bytes":7,"out":null}\n');
    await run('show', '--county=450206');
    expect(asked.at(-1)).toBe('GET /450206/2016/document?format=csv ');
    // Empty is not left out: it would be shown as it stands now.
    await run('show', '--county=450206', '--on=', '--version=');
    expect(asked.at(-1)).toBe('GET /450206/2016/document?format=csv&effectiveOn=&version= ');
    await expect(run('show', '--county=all', '--on=')).rejects.toMatchObject({ exitCode: EXIT.usage });
  });

  it('of all counties goes into a folder, of those that were frozen by then, under the names that the hub gives', async () => {
    const out = join(folder, 'all');
    const { said } = await run('show', '--county=all', '--on=2017-03-15', `--out=${out}`);
    expect(lastLine<{ shown: readonly { out: string }[] }>(said).shown.map((one) => one.out)).toEqual([
      join(out, '450206-2016.csv'),
      join(out, 'named.csv'),
    ]);
    expect(readFileSync(join(out, 'named.csv'), 'utf8')).toBe('名单\n');
    await run('show', '--county=all', '--on=2017-03-14');
    expect(asked.filter((one) => one.includes('document')).map((one) => one.slice(4, 11))).toEqual([
      '/450206',
      '/450221',
      '/450206',
    ]);
    const early = { exitCode: EXIT.usage, message: 'no list of 2016 was frozen by 2017-02-28' };
    await expect(run('show', '--county=all', '--on=2017-02-28')).rejects.toMatchObject(early);
  });

  it.each(['txt', 'xlsx', 'pdf'])('is not printed as %s before a line of JSON', async (format) => {
    await expect(run('show', '--county=450206', `--format=${format}`)).rejects.toMatchObject({ exitCode: EXIT.usage });
    expect(asked).toEqual([]);
  });

  it('regenerated ends with 0 only where the bytes are those frozen', async () => {
    const out = join(folder, 'again.csv');
    const again = (...more: readonly string[]) => run('regenerate', '--county=450206', '--version=2', `--out=${out}`, ...more);
    const [now, then] = ['a', 'b'].map((digit) => ({ release: '1.0.0', code: digit.repeat(64) }));
    const programs = { frozenWith: then, program: now };
    regenerated = { identical: true, firstDifference: null, erasedLines: [{ line: 4 }, { line: 9 }], ...programs, csv: '名单\n' };
    const same = await again('--recorded');
    expect(asked).toEqual(['POST /450206/2016/regenerate {"version":2,"recorded":true}']);
    expect([same.exitCode, readFileSync(out, 'utf8')]).toEqual([EXIT.done, '名单\n']);
    expect(same.said).not.toContain('froze it');
    expect(same.said).toContain(`lines of erased persons, which are no difference: 4, 9\n${out}: identical to what was frozen\n`);
    const first = { line: 3, what: 'cells-differ', householdId: 'h-1', columns: ['姓名'] };
    regenerated = { identical: false, firstDifference: first, erasedLines: [], ...programs, csv: '' };
    const other = await again();
    expect(asked.at(-1)).toBe('POST /450206/2016/regenerate {"version":2,"recorded":false}');
    expect(other.exitCode).toBe(EXIT.no);
    expect(other.said).toContain('differs from what was frozen, first at line 3 (cells-differ, h-1, 姓名)\n');
    expect(other.said).toContain('release 1.0.0 (bbbbbbbbbbbb) froze it, and this is release 1.0.0 (aaaaaaaaaaaa): whether');
    expect(lastLine(other.said)).toEqual({ identical: false, firstDifference: first, erasedLines: [], ...programs, out });
    regenerated = { ...regenerated, frozenWith: null };
    expect((await again()).said).toContain('an earlier release froze it, and this');
    regenerated = { ...regenerated, frozenWith: now };
    expect((await again()).said).not.toContain('froze it');
  });
});
