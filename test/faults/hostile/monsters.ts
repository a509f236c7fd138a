import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REGISTRY_COLUMNS, csvLine } from '@xianjie/testing';
import { cellAt, rowBomb, stringBomb } from './books';
import { bring } from './hostile-files';
import type { WatchedHub } from './watched-hub';

// Inputs that are large or deep rather than many. Each is one case.

const HEADING = `${csvLine(REGISTRY_COLUMNS)}\n`;
const MB = 1 << 20;

const files = (megabytes: number): readonly (readonly [string, Buffer])[] => [
  ['a line that never ends', Buffer.alloc(megabytes * MB, 0x61)],
  ['a row that never ends', Buffer.concat([Buffer.from(HEADING), Buffer.alloc(megabytes * MB, 0x61)])],
  ['a quote that is never closed', Buffer.concat([Buffer.from(`${HEADING}"`), Buffer.alloc(megabytes * MB, 0x61)])],
  ['nothing but quotes', Buffer.concat([Buffer.from(HEADING), Buffer.alloc(megabytes * MB, 0x22)])],
  ['nothing but commas', Buffer.concat([Buffer.from(HEADING), Buffer.alloc(megabytes * MB, 0x2c)])],
  ['nothing but line ends', Buffer.concat([Buffer.from(HEADING), Buffer.alloc((megabytes * MB) / 16, 0x0a)])],
  ['a deep JSON line', Buffer.from(`{"户编号":${'['.repeat(200_000)}${']'.repeat(200_000)}}\n`)],
  ['a JSON line that never ends', Buffer.concat([Buffer.from('{"户编号":"'), Buffer.alloc(megabytes * MB, 0x61)])],
  ['a cell in row 1,000,000,000', cellAt('A1000000000', '1000000000')],
  ['a cell in column ZZZZZZ', cellAt('ZZZZZZ1', '1')],
  ['a cell in the last column that there is', cellAt('XFD1', '1')],
  ['a row without a number', cellAt('A1', 'x')],
  ['a zip bomb in the strings', stringBomb(8 * megabytes)],
  ['a zip bomb of rows', rowBomb(8 * megabytes)],
  ['a zip cut in half', stringBomb(1).subarray(0, 600)],
];

const NAMES = [
  '../../../../tmp/xianjie-escaped',
  '/tmp/xianjie-escaped',
  '..\\..\\xianjie-escaped',
  'a\u0000b',
  '.',
  '..',
  '\n',
  '%2e%2e%2fx',
];

export const monstrousFiles = async (hub: WatchedHub, megabytes: number): Promise<number> => {
  const all = files(megabytes);
  for (const [what, file] of all) {
    const began = Date.now();
    const noted = hub.wrong.length;
    await bring(hub, 'poverty', file, 'monster');
    // The bytes would fill the report: the name says which it was.
    hub.wrong.splice(
      noted,
      Infinity,
      ...hub.wrong.slice(noted).map((said) => `${what} (${Date.now() - began} ms): ${said.slice(0, 120)}`),
    );
    hub.inspect(what);
  }
  for (const name of NAMES) await bring(hub, 'poverty', Buffer.from(HEADING), name);
  if (existsSync('/tmp/xianjie-escaped')) hub.found('a file name led out of its folder', NAMES);
  return all.length + NAMES.length;
};

export const monstrousCalls = async (hub: WatchedHub): Promise<number> => {
  const json = { 'content-type': 'application/json' };
  const bodies: readonly string[] = [
    ...[
      '['.repeat(1_000_000),
      `${'['.repeat(500_000)}${']'.repeat(500_000)}`,
      `${'{"a":'.repeat(300_000)}1${'}'.repeat(300_000)}`,
    ],
    ...[
      `"${'a'.repeat(17 * MB)}"`,
      `[${'0,'.repeat(1_000_000)}0]`,
      `{"system":"registry","registryNo":"${'1'.repeat(10 * MB)}"}`,
    ],
    ...[
      '{',
      '',
      'null',
      '1',
      '"x"',
      '\u0000',
      '{"__proto__":{"system":"registry"}}',
      '[{"constructor":{"prototype":{}}}]',
      '1'.repeat(MB),
    ],
  ];
  const paths = [
    '/api/v1/reports',
    '/api/v1/imports?source=poverty',
    '/api/v1/exit-lists/530124/2016/build',
    '/api/v1/identity-reviews/x',
  ];
  for (const path of paths)
    for (const body of bodies) {
      const { status } = await hub.call(path, { method: 'POST', headers: json, body });
      if (status >= 500) hub.found(`POST ${path} is answered with ${status}`, body.slice(0, 60));
    }
  hub.inspect('a monstrous body');
  return paths.length * bodies.length;
};

/** Commands with hostile arguments end with a code of their own and a word, never with a stack. */
export const hostileCommands = async (hub: WatchedHub): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'xianjie-hostile-'));
  const file = join(folder, '=1+1;$(touch escaped).csv');
  writeFileSync(file, HEADING);
  const commands: readonly (readonly string[])[] = [
    ['import', '--source', 'poverty', '--as-of', '2016-02-30', file],
    ['import', '--source', 'x', file],
    ['import', '--source', 'poverty', file],
    ['import', '--source', 'poverty', '--encoding', '../x', file],
    ['import', '--source', 'poverty', '--mapping', folder, file],
    ['import', '--source', 'poverty', folder],
    ['import', 'rejects', '../../etc/passwd', '--out', join(folder, 'out.csv')],
    ['import', 'rejects', '01900000-0000-7000-8000-000000000000', '--out', '/proc/nowhere/out.csv'],
    ['exit-list', 'show', '--county', '../..', '--year', 'x', '--out', join(folder, 'x')],
    ['exit-list', 'show', '--county', '530124', '--year', '2016', '--format', 'csv', '--out', '/proc/nowhere/x'],
    ['exit-list', 'regenerate', '--county', '530124', '--year', '99999999999', '--version', '-1', '--out', join(folder, 'x')],
    ['verify', '--from', '53:-1'],
    ['verify', '--key', folder],
    ['explain', "h-'; drop table log.events; --"],
    ['explain', '__proto__'],
    ['rebuild', '../x'],
    ['bench', '../x'],
    ['generate', '--province', 'x', '--out', '/proc/nowhere'],
    ['constructor'],
    ['open-epoch', '../', '--reason', 'x'],
  ];
  for (const command of commands) {
    const { exitCode, stderr, stdout } = await hub.hub.xianjie(...command);
    const isStack = /\n\s+at .+:\d+:\d+\)?/.test(stderr + stdout);
    if (![0, 1, 2, 3].includes(exitCode) || isStack)
      hub.found(`xianjie ${command.join(' ')} ends with ${exitCode}`, stderr.slice(-600));
    if (exitCode === 0 && !command.includes(file)) hub.found(`xianjie ${command.join(' ')} is content`, stdout.slice(-300));
  }
  if (readdirSync(folder).includes('escaped')) hub.found('a file name was run as a command', file);
  rmSync(folder, { recursive: true });
  return commands.length;
};
