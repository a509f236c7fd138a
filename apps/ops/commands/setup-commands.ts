import type { Command } from 'commander';
import { migrate } from '@xianjie/infrastructure';
import { generateProvince, writeProvince } from '@xianjie/testing';
import type { ProvinceOptions } from '@xianjie/testing';
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

/** Of the year whose exits the list is about, as in the calls of the API. */
const [FIRST_YEAR, LAST_YEAR] = [2000, 2999];
const PROVINCES = ['hunan', 'guangxi', 'yunnan'] as const;
type Province = (typeof PROVINCES)[number];

const provinceOf = (name: string): Province => {
  const known = PROVINCES.find((province) => province === name);
  if (!known) throw new UsageError(`--province: hunan, guangxi or yunnan, not ${name}`);
  return known;
};

type Written = ReturnType<typeof writeProvince>;

/** A province is made as it is written. @throws UsageError for a share that leaves nobody. */
export const writeShare = async (
  options: ProvinceOptions,
  said: string,
  out: string,
  progress: NonNullable<Parameters<typeof writeProvince>[2]>['progress'],
): Promise<Awaited<Written>> => {
  try {
    return await writeProvince(generateProvince(options), out, { progress });
  } catch (cause) {
    if (options.households !== undefined || (cause as Error).name !== 'RangeError') throw cause;
    throw new UsageError(`--scale: ${said} of ${options.province} leaves too few households to make files of`, { cause });
  }
};

const generate = async ({ province, scale, seed, year, out, counties, households, json }: Generate): Promise<void> => {
  const { say, progress, result } = outputFor(json === true);
  const asked = {
    ...{ province: provinceOf(province), scale: shareOf('--scale', scale) },
    ...{ seed: wholeNumber('--seed', seed, 0), year: wholeNumber('--year', year, FIRST_YEAR, LAST_YEAR) },
    ...(counties === undefined ? {} : { counties: wholeNumber('--counties', counties) }),
    ...(households === undefined ? {} : { households: wholeNumber('--households', households) }),
  };
  const files = await writeShare(asked, scale, out, ({ file, index, of }) => progress(`${bar(index, of)}  ${file}`));
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
