import { text } from 'node:stream/consumers';
import { answeringHub } from '../answering-hub.fixture';
import { EXIT } from '../exit-codes';
import { lastLine, runCommand } from '../run-command.fixture';
import { auditCommands } from './audit';
import { personCommands } from './persons';

describe('what the law asks of whoever keeps personal data', () => {
  let asked: string[] = [];
  const access = (position: string, said: object) => ({
    ...{ recordedAt: '2017-01-02T02:00:00Z', operator: 'wei', official: null, purpose: null, position },
    ...said,
  });
  answeringHub(async (request, response) => {
    const url = request.url?.replace('/api/v1', '') ?? '';
    asked.push(`${request.method} ${url} ${await text(request)}`);
    const card = access('53:7', { type: 'DataAccessed', what: 'household-card', rows: 1, asked: 'h-1' });
    const exported = access('53:9', {
      type: 'ExportProduced',
      what: 'exit-list-document',
      document: 'XJ',
      format: 'csv',
      rows: 2,
    });
    const next = url.includes('after=') ? { accesses: [exported], next: null } : { accesses: [card], next: '53:7' };
    const files = [{ importId: 'i-1', rows: 2, cells: 3 }];
    const erased = { position: '53:11', erased: { persons: ['p-1', 'p-2'], files } };
    response.end(JSON.stringify(url.startsWith('/persons') ? erased : next));
  });
  beforeEach(() => {
    asked = [];
  });

  it('a person is erased with a reason, by somebody, on a day', async () => {
    const words = ['erase', 'p-1', '--reason=本人申请', '--by=u-7', '--json'];
    const { said } = await runCommand(personCommands, ...words, '--on=2017-01-02');
    expect(asked).toEqual(['POST /persons/p-1/erase {"reason":"本人申请","by":"u-7","on":"2017-01-02"}']);
    expect(said).toContain('p-1, p-2: erased, recorded at 53:11');
    expect(said).toContain('kept file of import i-1: 2 rows and 3 cells blanked');
    expect(lastLine(said)).toMatchObject({ position: '53:11', persons: ['p-1', 'p-2'] });
    await runCommand(personCommands, ...words);
    expect(asked.at(-1)).toBe('POST /persons/p-1/erase {"reason":"本人申请","by":"u-7"}');
    // A day given empty is none that the hub may fill in.
    await runCommand(personCommands, ...words, '--on=');
    expect(asked.at(-1)).toBe('POST /persons/p-1/erase {"reason":"本人申请","by":"u-7","on":""}');
  });

  it('every page of accesses is asked for, and of nobody and no day none', async () => {
    const { said } = await runCommand(personCommands, 'audit', '--person=p-1', '--json');
    expect(asked).toEqual([
      'GET /audit/accesses?person=p-1&limit=1000 ',
      'GET /audit/accesses?person=p-1&limit=1000&after=53%3A7 ',
    ]);
    expect(lastLine<{ accesses: readonly { position: string }[] }>(said).accesses.map(({ position }) => position)).toEqual([
      '53:7',
      '53:9',
    ]);
    expect(said).toContain('wei  household-card, 1 shown: h-1\n              purpose not stated · 53:7\n');
    expect(said).toContain('exit-list-document of XJ, csv, 2 rows, identifiers masked');
    await expect(runCommand(personCommands, 'audit', '--json')).rejects.toMatchObject({ exitCode: EXIT.usage });
  });

  it.each([
    [['explain', 'h-1', '--known-on=2016'], '--known-on: a day'],
    [['explain', 'h-1', '--effective-on=2016-02-30'], '--effective-on: a day'],
    [['rebuild', 'views'], 'VIEW: household, poverty, dibao or overlap'],
  ])('%j is a wrong use', async (words, said) => {
    const wrong = { exitCode: EXIT.usage, message: expect.stringContaining(said) as string };
    await expect(runCommand(auditCommands, ...words)).rejects.toMatchObject(wrong);
    expect(asked).toEqual([]);
  });
});
