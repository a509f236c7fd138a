import type { Command } from 'commander';
import { HouseholdEventCodec } from '@xianjie/contracts';
import { PostgresPersonVault, loadMasterKey } from '@xianjie/persons';
import { readTruth, scoreAgainstTruth } from '@xianjie/testing';
import type { Score } from '@xianjie/testing';
import { EXIT, UsageError } from '../exit-codes';
import { dataDir } from '../hub';
import { outputFor } from '../output';
import { withLog } from '../postgres-wiring';
import { firstCodeIn, hubAnswerFrom } from '../score/hub-answer';
import { readHubIndex } from '../score/hub-index';
import { isSound } from '../score/sound';

/** Compares what the hub holds and listed with what the generator knows to be true. */
export const scoreHub = async (truthFile: string): Promise<Score> => {
  const truth = await readTruth(truthFile).catch((fault: Error) => {
    // What the machine says of a file is told elsewhere; anything else is a file of another kind.
    throw 'syscall' in fault ? fault : new UsageError(`--truth: ${fault.message}`);
  });
  const index = await withLog((log, pool) => {
    // Not before a hub was found: one would be made in a folder that is none's.
    const key = loadMasterKey({ XIANJIE_MASTER_KEY_FILE: process.env.XIANJIE_MASTER_KEY_FILE, XIANJIE_DATA_DIR: dataDir() });
    return readHubIndex(log, new PostgresPersonVault(pool, key), new HouseholdEventCodec(), firstCodeIn(truth));
  });
  return scoreAgainstTruth(truth, await hubAnswerFrom(index, truth));
};

const kinds = (differences: Readonly<Record<string, number>>): string =>
  Object.entries(differences)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ') || 'none';

export const sayScore = (
  { persons, households, lists, doubles, wrongLinks, unexplained, examples }: Score,
  say: (line: string) => void,
): void => {
  say(`persons in both registries: ${persons.linkedInBoth} of ${persons.inBothSources} linked; missed: ${kinds(persons.missed)}`);
  say(
    `households with both: ${households.linked} of ${households.withBoth} linked; missed: ${kinds(households.missed)}; wrongly merged ${households.wronglyMerged}`,
  );
  say(
    `list lines: ${lists.agreed} of ${lists.trueLines} agree; missing: ${kinds(lists.missing)}; extra: ${kinds(lists.extra)}; covered differs: ${kinds(lists.coveredDiffers)}`,
  );
  for (const [source, { true: expected, found, missed, extra }] of Object.entries(doubles ?? {}))
    say(`persons twice in ${source}: ${found} of ${expected} found; missed: ${kinds(missed)}; extra: ${kinds(extra)}`);
  say(`wrong links ${wrongLinks}, unexplained ${unexplained}`);
  for (const example of examples.slice(0, 5)) say(`  ${example}`);
};

export const scoreCommand = (program: Command): void => {
  program
    .command('score')
    .description('compare hub and truth of a generated province; exit 1 when a link is wrong or a line unexplained')
    .requiredOption('--truth <file>', 'truth.json of the generated province')
    .option('--json', 'end with a line of JSON')
    .action(async ({ truth, json }: { truth: string; json?: boolean }) => {
      const { say, result } = outputFor(json === true);
      const score = await scoreHub(truth);
      sayScore(score, say);
      result(score);
      if (!isSound(score)) process.exitCode = EXIT.no;
    });
};
