import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { PostgresSimulatedClock } from '@xianjie/log';
import { CommandFault, EXIT, UsageError } from '../exit-codes';
import { acknowledge, deliverLists } from '../demo/march-lists';
import { importPhases } from '../demo/province-year';
import { untilSeen } from '../demo/until-seen';
import { callJson, dataDir } from '../hub';
import { shareOf, wholeNumber } from '../number-options';
import { bar, outputFor } from '../output';
import { startHub } from '../up/hub-processes';
import type { RunningHub } from '../up/hub-processes';
import { isSound } from '../score/sound';
import { sayScore, scoreHub } from './score';
import { writeShare } from './setup-commands';
import { portOf, sayWhere, untilInterrupted } from './up';

type Options = Readonly<{
  province: string;
  households: string;
  counties: string;
  scale?: string;
  seed: string;
  port: string;
  data?: string;
  exit?: boolean;
  json?: boolean;
}>;

const YEAR = 2016;
const FREEZE_DAY = '2017-03-20';
const SUPPLEMENT_DAY = '2017-06-10';
const SHARDS: Readonly<Record<string, string>> = { hunan: '43', guangxi: '45', yunnan: '53' };

const demo = async ({ province, households, counties, scale, seed, port, data, exit, json }: Options): Promise<void> => {
  if (data) process.env.XIANJIE_DATA_DIR = data;
  const output = outputFor(json === true);
  const { say, progress } = output;
  const shard = SHARDS[province];
  if (!shard) throw new UsageError(`--province: hunan, guangxi or yunnan, not ${province}`);
  const size =
    scale === undefined
      ? { households: wholeNumber('--households', households), counties: wholeNumber('--counties', counties) }
      : null;
  const asked = { scale: shareOf('--scale', scale ?? '0.01'), seed: wholeNumber('--seed', seed, 0), port: portOf(port) };
  const dir = join(dataDir(), 'province');
  if (existsSync(join(dataDir(), 'addresses.json')))
    throw new CommandFault(
      `${dataDir()} holds a hub already: name a fresh folder (--data, XIANJIE_DATA_DIR), or remove that one`,
    );
  const startedAt = Date.now();
  const elapsed = (): string => `${Math.round((Date.now() - startedAt) / 1000)} s`;

  const share = size
    ? `${size.households} registered households in ${size.counties} counties`
    : `${scale} of all households in every county`;
  say(`1. a province: ${share} of ${province}, the whole year ${YEAR}`);
  const made = { province: province as 'yunnan', scale: asked.scale, seed: asked.seed, year: YEAR, ...size };
  await writeShare(made, scale ?? '', dir, ({ file, index, of }) => progress(`${bar(index, of)}  ${file}`));
  say(`2. the hub (${elapsed()})`);
  const hub = await startHub({ port: asked.port, dir: dataDir(), province: shard, simulatedFrom: `${YEAR}-01-01`, say });
  const clock = new PostgresSimulatedClock(hub.addresses.databaseUrl);
  try {
    const told = await tell(hub, clock, dir, shard, { ...output, elapsed });
    if (!exit) say('the hub runs; Ctrl-C ends it');
    output.result({ ...told, seconds: (Date.now() - startedAt) / 1000, addresses: hub.addresses });
    if (!told.sound) process.exitCode = EXIT.no;
    if (!exit) await untilInterrupted();
  } finally {
    await clock.close();
    await hub.stop();
  }
};

type Teller = ReturnType<typeof outputFor> & Readonly<{ elapsed: () => string }>;

const tell = async (hub: RunningHub, clock: PostgresSimulatedClock, dir: string, shard: string, output: Teller) => {
  const { say, elapsed } = output;
  const setClock = (day: string): Promise<void> => clock.set(`${day}T02:00:00Z`);
  say(`3. the year ${YEAR}: what both legacy systems sent, month by month (${elapsed()})`);
  const year = await importPhases(dir, ['initial', 'year', 'window'], setClock, output);
  say(
    `   ${year.files} files, ${year.rows} person rows, ${year.events} events, ${year.quarantined} rows in quarantine, ${Math.round(year.rows / year.seconds)} rows/s`,
  );
  await setClock(FREEZE_DAY);
  say(`4. the March lists, frozen and signed on ${FREEZE_DAY} (${elapsed()})`);
  const { counties } = await callJson<{ counties: readonly string[] }>('/exit-lists/counties');
  const lists = await deliverLists(counties, YEAR, FREEZE_DAY, say);
  const first = counties[0] as string;
  const taken = await acknowledge(dataDir(), first, YEAR, FREEZE_DAY);
  say(`   civil affairs of ${first} took its list over: ${taken.list.items.length} tasks went to the townships`);
  say(`5. what the generator knows to be true (${elapsed()})`);
  const score = await scoreHub(join(dir, 'truth.json'));
  sayScore(score, (line) => say(`   ${line}`));
  say(`6. facts that came after the freeze, and the supplements (${elapsed()})`);
  const late = await importPhases(dir, ['after-freeze'], setClock, output);
  await setClock(SUPPLEMENT_DAY);
  const supplements = await deliverLists(counties, YEAR, SUPPLEMENT_DAY, say);
  const seen = await untilSeen(shard, output.progress);
  say(`   ${late.events} more events; the views and the topics have all ${seen.position} (${elapsed()})`);
  const lines = lists.reduce((sum, { counts }) => sum + counts.exitedLines + counts.plannedLines, 0);
  say('');
  say(`${counties.length} signed lists with ${lines} lines lie in ${join(dataDir(), 'delivered', String(YEAR))}`);
  sayWhere(hub, say);
  say(`  npx xianjie exit-list show --county ${first} --year ${YEAR} --format pdf --out list.pdf`);
  say(`  npx xianjie exit-list regenerate --county ${first} --year ${YEAR} --version 1 --out again.csv`);
  say('  npx xianjie verify');
  return { counties, lines, supplements: supplements.length, year, late, score, sound: isSound(score), events: seen.position };
};

export const demoCommand = (program: Command): void => {
  program
    .command('demo')
    .description('a generated province goes from two legacy files to signed exit lists')
    .option('--province <name>', 'hunan, guangxi or yunnan', 'guangxi')
    .option('--households <n>', 'registered households', '5000')
    .option('--counties <n>', 'counties', '4')
    .option('--scale <share>', 'of the real province’s persons, in all its counties, instead of --households and --counties')
    .option('--seed <n>', 'the same seed gives the same province', '2016')
    .option('--port <port>', 'port of the HTTP API on 127.0.0.1', '8080')
    .option('--data <dir>', 'data folder (default XIANJIE_DATA_DIR or .xianjie)')
    .option('--exit', 'stop afterwards')
    .option('--json', 'end with a line of JSON')
    .action(demo);
};
