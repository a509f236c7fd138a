import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { answeringHub } from '../answering-hub.fixture';
import { importCommand } from './import';

describe('what an import prints', () => {
  const counts = {
    ...{ read: 27, accepted: 27, unchanged: 0, refused: 0, quarantined: 0, waiting: 0, skipped: 0, events: 0, pending: 0 },
    departures: { found: 1, held: 1, because: 'more than 2 % of the scope' },
  };
  answeringHub((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id: 'i-1', state: 'done', problem: null, counts, issues: [] }));
    });
  });

  let written: string[];
  let folder: string;
  beforeEach(() => {
    written = [];
    folder = mkdtempSync(join(tmpdir(), 'xianjie-import-'));
    writeFileSync(join(folder, 'a.csv'), 'x\n');
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
    process.exitCode = undefined;
  });
  const runs = async (...words: readonly string[]): Promise<string> => {
    const program = new Command('xianjie');
    importCommand(program);
    await program.parseAsync(['import', ...words], { from: 'user' });
    return written.join('');
  };

  it('names the command that confirms departures that wait', async () => {
    const said = await runs('--source=poverty', join(folder, 'a.csv'));
    expect(said).toContain('1 households are no longer listed and wait');
    expect(said).toContain('npx xianjie import confirm i-1');
  });

  it('says of a dry run that nothing is recorded, and names no command that would be refused', async () => {
    const said = await runs('--source=poverty', '--dry-run', join(folder, 'a.csv'));
    expect(said).toContain('dry run, nothing is recorded: import i-1: read 27');
    expect(said).toContain('1 households are no longer listed and would wait');
    expect(said).not.toContain('import confirm');
  });

  it('writes rejects as CSV or XLSX, and not under another name', async () => {
    await expect(runs('rejects', 'i-1', '--out', join(folder, 'rejects.pdf'))).rejects.toMatchObject({ exitCode: 2 });
  });
});
