import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { answeringHub } from '../answering-hub.fixture';
import { EXIT } from '../exit-codes';
import { lastLine, runCommand } from '../run-command.fixture';
import { importCommand } from './import';

const none = { read: 0, accepted: 0, unchanged: 0, refused: 0, quarantined: 0, waiting: 0, events: 0, skipped: 0, pending: 0 };
const nobodyGone = { found: 0, held: 0, because: null };

describe('`import`', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xianjie-import-'));
  const [one, two, mapping] = ['一.csv', 'two.csv', 'mapping.yaml'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(one, '户编号\n1\n');
  writeFileSync(two, '户编号\n2\n');
  writeFileSync(mapping, 'columns: {}\n');

  let asked: string[] = [];
  let ended: object = {};
  answeringHub(async (request, response) => {
    const body = await text(request);
    asked.push(`${request.method} ${decodeURIComponent(request.url?.replace('/api/v1/imports', '') ?? '')} ${body}`);
    if (request.url?.includes('/rejects')) return void response.end('原因\n');
    response.setHeader('content-type', 'application/json');
    const job = { id: 'i-1', state: 'done', problem: null, counts: null, issues: [], retracted: 3, ...ended };
    response.end(JSON.stringify(job));
  });
  beforeEach(() => {
    asked = [];
    ended = { counts: { ...none, departures: nobodyGone } };
  });
  const run = (...words: readonly string[]) => runCommand(importCommand, 'import', ...words, '--json');

  it('opens it as asked, puts each file under its name, starts it, and ends with its counts', async () => {
    ended = { counts: { ...none, read: 2, accepted: 2, events: 1, departures: nobodyGone } };
    const options = ['--source=dibao', '--as-of=2016-12-31', '--scope=450206,450221', '--encoding=gb18030', '--changes'];
    const { said, exitCode } = await run(...options, '--dry-run', `--mapping=${mapping}`, one, two);
    expect(exitCode).toBe(EXIT.done);
    expect(asked.slice(0, 4)).toEqual([
      'POST ?source=dibao&asOf=2016-12-31&encoding=gb18030&changes=true&dryRun=true&scope=450206,450221 {"mapping":"columns: {}\\n"}',
      'PUT /i-1/files?name=一.csv 户编号\n1\n',
      'PUT /i-1/files?name=two.csv 户编号\n2\n',
      'POST /i-1/start {}',
    ]);
    const counts = { read: 2, accepted: 2, unchanged: 0, refused: 0, quarantined: 0, waiting: 0, events: 1, skipped: 0 };
    const whole = { ...counts, id: 'i-1', state: 'done', problem: null, issues: [], departures: nobodyGone };
    expect(lastLine(said)).toEqual(whole);
    expect(said).not.toMatch(/in quarantine:|no longer listed/);
  });

  it('says no more than it was told', async () => {
    await run('--source=poverty', one);
    expect(asked[0]).toBe('POST ?source=poverty&encoding=auto {}');
  });

  it('keeps to itself nothing that is given empty, as by a script whose variable is not set', async () => {
    await run('--source=poverty', '--as-of=', '--scope=', '--encoding=', one);
    expect(asked[0]).toBe('POST ?source=poverty&asOf=&encoding=&scope= {}');
  });

  it.each([
    ['a refused row', { counts: { ...none, read: 1, refused: 1, departures: nobodyGone } }, EXIT.no, '+ refused 1 +'],
    [
      'a file that was refused whole',
      {
        state: 'refused',
        problem: { code: 'wrong-heading', message: '无', file: 'a.xlsx', sheet: '一', row: 1, column: '姓名' },
      },
      EXIT.no,
      'refused: a.xlsx, sheet 一, row 1, column 姓名 wrong-heading: 无\n',
    ],
    [
      'rows in quarantine',
      {
        counts: { ...none, read: 2, quarantined: 2, departures: nobodyGone },
        issues: [{ row: 3, code: 'bad-money', message: '' }],
      },
      EXIT.done,
      'quarantined: row 3 bad-money: \n… and so on\n2 rows in quarantine: npx xianjie import rejects i-1 --out',
    ],
    [
      'departures that wait',
      { counts: { ...none, departures: { found: 3, held: 2, because: 'more than 2 %' } } },
      EXIT.done,
      '2 households are no longer listed and wait (more than 2 %): npx xianjie import confirm i-1\n',
    ],
  ])('of %s', async (_, job, code, line) => {
    ended = job;
    const { said, exitCode } = await run('--source=poverty', one);
    expect(said).toContain(line);
    expect(exitCode).toBe(code);
  });

  it.each([
    ['another source', ['--source=tekun', 'a.csv'], '--source: dibao or poverty'],
    ['a file that is not there', ['--source=dibao', '/nowhere.csv'], '/nowhere.csv: no such file'],
    ['a folder', ['--source=dibao', folder], 'no such file'],
    ['a mapping that is not there', ['--source=dibao', '--mapping=/nowhere', one], '--mapping: /nowhere cannot be read'],
    ['a mapping without a name', ['--source=dibao', '--mapping=', one], '--mapping:'],
    ['confirm without an id', ['confirm'], 'import confirm takes the id of one import'],
    ['undo of two', ['undo', 'i-1', 'i-2'], 'import undo takes the id of one import'],
    ['rejects under another name', ['rejects', 'i-1', '--out=rejects.pdf'], '--out: a name that ends in .csv or .xlsx'],
  ])('is a wrong use with %s, and nothing was opened', async (_, words, said) => {
    await expect(run(...words)).rejects.toMatchObject({
      exitCode: EXIT.usage,
      message: expect.stringContaining(said) as string,
    });
    expect(asked).toEqual([]);
  });

  it('says of a dry run that nothing is recorded, and names no command that would be refused', async () => {
    ended = { counts: { ...none, departures: { found: 3, held: 2, because: 'more than 2 %' } } };
    const { said } = await run('--source=poverty', '--dry-run', one);
    expect(said).toContain('dry run, nothing is recorded: import i-1: read 0');
    expect(said).toContain('2 households are no longer listed and would wait (more than 2 %)\n');
    expect(said).not.toContain('import confirm');
  });

  it('confirm asks, and watches until the departures are told', async () => {
    ended = { counts: { ...none, read: 2, refused: 1, departures: { found: 1, held: 0, because: null } } };
    const { said, exitCode } = await run('confirm', 'i-1');
    expect(asked).toEqual(['POST /i-1/confirm {}', 'GET /i-1 ']);
    expect([lastLine<{ departures: object }>(said).departures, exitCode]).toEqual([
      { found: 1, held: 0, because: null },
      EXIT.no,
    ]);
  });

  it('undo says how many events it took back', async () => {
    const { said } = await run('undo', 'i-1');
    expect(asked).toEqual(['POST /i-1/undo {}']);
    expect(lastLine(said)).toEqual({ id: 'i-1', retracted: 3 });
  });

  it('rejects prints the sheet, or writes it for its owner alone in the form that the name says', async () => {
    expect((await run('rejects', 'i-1')).said).toBe('原因\n{"id":"i-1","out":null,"bytes":7}\n');
    const out = join(folder, 'rejects.xlsx');
    expect(lastLine((await run('rejects', 'i-1', `--out=${out}`)).said)).toEqual({ id: 'i-1', out, bytes: 7 });
    expect(asked).toEqual(['GET /i-1/rejects?format=csv ', 'GET /i-1/rejects?format=xlsx ']);
    expect([readFileSync(out, 'utf8'), statSync(out).mode & 0o777]).toEqual(['原因\n', 0o600]);
  });
});
