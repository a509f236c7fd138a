import type { Command } from 'commander';
import { migrate } from '@xianjie/infrastructure';
import { generateProvince, writeProvince } from '@xianjie/testing';
import { UsageError } from '../exit-codes';
import { hubAddresses } from '../hub';
import { shareOf, wholeNumber } from '../number-options';
import { bar, outputFor } from '../output';

type Generate = Readonly<{
  province: string;
  scale: string;
  seed: string;
  year: string;
  out: string;
  counties?: string;
  households?: string;
  json?: boolean;
}>;

const PROVINCES = ['hunan', 'guangxi', 'yunnan'] as const;
type Province = (typeof PROVINCES)[number];

const provinceOf = (name: string): Province => {
  const known = PROVINCES.find((province) => province === name);
  if (!known) throw new UsageError(`--province: hunan, guangxi or yunnan, not ${name}`);
  return known;
};

const yearOf = (text: string): number => {
  if (!/^(19|20)\d{2}$/.test(text)) throw new UsageError(`--year: a year such as 2016, not ${text}`);
  return Number(text);
};
const seedOf = (text: string): number => {
  if (text.trim() === '' || !Number.isFinite(Number(text))) throw new UsageError(`--seed: a number, not ${text}`);
  return Number(text);
};

const generate = async ({ province, scale, seed, year, out, counties, households, json }: Generate): Promise<void> => {
  const { say, progress, result } = outputFor(json === true);
  const made = generateProvince({
    province: provinceOf(province),
    scale: shareOf('--scale', scale),
    seed: seedOf(seed),
    year: yearOf(year),
    ...(counties === undefined ? {} : { counties: wholeNumber('--counties', counties) }),
    ...(households === undefined ? {} : { households: wholeNumber('--households', households) }),
  });
  const files = await writeProvince(made, out, { progress: ({ file, index, of }) => progress(`${bar(index, of)}  ${file}`) });
  say(`${out}: two registries of ${province} through ${year}, month by month, and truth.json`);
  result({ out, files });
};

export const setupCommands = (program: Command): void => {
  program
    .command('migrate')
    .description('bring the database to this version')
    .option('--json', 'end with a line of JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { say, result } = outputFor(json === true);
      const applied = await migrate(process.env.XIANJIE_DATABASE_URL ?? hubAddresses().databaseUrl);
      say(applied.length === 0 ? 'the database is at this version' : `${applied.length} migrations applied`);
      result({ applied });
    });
  program
    .command('generate')
    .description('deterministic synthetic files of both registries, with the errors of real life, and truth.json')
    .requiredOption('--province <name>', 'hunan, guangxi or yunnan')
    .option('--scale <share>', 'of the real province’s persons', '0.01')
    .option('--seed <n>', 'the same seed gives the same bytes', '1')
    .option('--year <year>', 'the year of the exits', '2016')
    .requiredOption('--out <dir>', 'folder for the files')
    .option('--counties <n>', 'only so many counties')
    .option('--households <n>', 'about so many registered households instead of a scale')
    .option('--json', 'end with a line of JSON')
    .action(generate);
};
