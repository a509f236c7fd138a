import { mkdirSync, mkdtempSync, readFileSync, rmSync, rmdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@xianjie/testing';
import { SupervisedApp } from './supervised-app';

describe('an app of which the log cannot be written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xianjie-supervised-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('runs on, that is said once, and its log goes on when it can', async () => {
    const main = join(folder, 'app.js');
    // More than a pipe holds: an app whose output nobody takes would stand still.
    writeFileSync(main, `setInterval(() => process.stdout.write('x'.repeat(20000) + '\\n'), 10)`);
    const said: string[] = [];
    const app = new SupervisedApp(
      { name: 'witness', main, environment: {}, health: 'http://127.0.0.1:9/' },
      folder,
      (line) => said.push(line),
      () => undefined,
    );
    // What is in the place of a file stands for a disk without room.
    mkdirSync(app.logFile);
    app.start();
    const pid = app.pid;
    try {
      await eventually(
        'it is said',
        async () => said,
        (lines) => lines.length > 0,
      );
      rmdirSync(app.logFile);
      await eventually(
        'the log goes on',
        async () => said,
        (lines) => lines.length > 1,
      );
      expect(said).toEqual([
        expect.stringMatching(/^the log of witness cannot be written; it runs on: EISDIR/),
        'the log of witness is written again',
      ]);
      expect([app.pid, statSync(app.logFile).mode & 0o777]).toEqual([pid, 0o600]);
      expect(readFileSync(app.logFile, 'utf8')).toMatch(/x{100}/);
      truncateSync(app.logFile, 32 * 2 ** 20);
      await eventually(
        'a full log gave place to a new one',
        async () => statSync(`${app.logFile}.1`, { throwIfNoEntry: false })?.size ?? 0,
        (size) => size >= 32 * 2 ** 20,
      );
    } finally {
      await app.stop();
    }
  });
});

describe('an app that ends', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xianjie-ended-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const ended = async (source: string): Promise<Readonly<{ said: string; cannotStart: string | null }>> => {
    const main = join(folder, 'app.js');
    writeFileSync(main, source);
    const said: string[] = [];
    const app = new SupervisedApp(
      { name: 'witness', main, environment: {}, health: 'http://127.0.0.1:9/' },
      folder,
      (line) => said.push(line),
      () => undefined,
    );
    app.start();
    await eventually(
      'it is said',
      async () => said,
      (lines) => lines.length > 0,
    );
    const { cannotStart } = app;
    await app.stop();
    return { said: said[0]!, cannotStart };
  };
  const fatal = (message: string, code?: string): string =>
    `console.log(${JSON.stringify(JSON.stringify({ level: 60, err: { message, code }, msg: 'could not start' }))});`;

  it('over what no start again can mend says so in its own words', async () => {
    const { said, cannotStart } = await ended(
      `${fatal('earlier')}${fatal('no such folder', 'policy-unreadable')}process.exitCode = 2`,
    );
    expect(cannotStart).toBe('policy-unreadable: no such folder');
    expect(said).toMatch(/^witness ended \(code 2\): policy-unreadable: no such folder; starting it again in 0\.5 s; its log: /);
  });

  it('over what may pass says why, and is started again', async () =>
    expect(await ended(`${fatal('the database does not answer')}process.exitCode = 1`)).toEqual({
      said: expect.stringContaining('(code 1): the database does not answer; starting it again'),
      cannotStart: null,
    }));

  it('without a word is told with its log', async () =>
    expect(await ended('process.exitCode = 2')).toMatchObject({
      said: expect.stringMatching(/^witness ended \(code 2\); starting it again/),
      cannotStart: expect.stringMatching(/^its log: .*witness\.log$/),
    }));
});
