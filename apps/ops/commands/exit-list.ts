import type { Command } from 'commander';
import { EXIT, CommandFault, UsageError } from '../exit-codes';
import { callJson } from '../hub';
import { outputFor } from '../output';
import { writeOut } from '../written-file';
import { showCommand } from './exit-list-show';

// The yearly list, county by county; each act is a call of the registry app, so that a person and a program do the same.

type Scope = Readonly<{ county: string; year: string; on?: string; json?: boolean }>;
type Act = Readonly<{ name: string; does: string }>;
type Answer = Readonly<{
  county: string;
  year: number;
  version: number;
  state: string;
  said: string;
  sections?: Readonly<Record<string, number>>;
  nothingNew?: boolean;
  openIdentityReviews?: number | null;
  list?: Readonly<{ check: Readonly<{ problems: readonly Problem[] }> | null }>;
}>;
type Problem = Readonly<{ ruleId: string; householdId: string; blocking: boolean; detail: string }>;

const ACTS: readonly Act[] = [
  { name: 'build', does: 'open the list, or check it again; after a freeze, see whether a supplement is due' },
  { name: 'freeze', does: 'fix the position and the lines; after a freeze, make the supplement' },
  { name: 'sign', does: 'sign the frozen version for the county poverty office' },
  { name: 'deliver', does: 'write the signed version for every recipient' },
];

const path = (county: string, year: string): string => `/exit-lists/${encodeURIComponent(county)}/${encodeURIComponent(year)}`;

const countiesOf = async ({ county }: Scope): Promise<readonly string[]> => {
  if (county !== 'all') {
    if (!/^\d{6}$/.test(county)) throw new UsageError(`--county: six digits or all, not ${county}`);
    return [county];
  }
  const { counties } = await callJson<{ counties: readonly string[] }>('/exit-lists/counties');
  if (counties.length === 0)
    throw new CommandFault('no county has a household yet: import both registries first', { wrongUsage: true });
  return counties;
};

/** Of `all`, a county whose versions are all signed or delivered needs nothing when another one has a supplement. */
const TAKEN_BEFORE: ReadonlySet<string | undefined> = new Set(['already-signed', 'already-delivered']);

/** What the check of a list found beside its counts. Reviews hold up nothing (interfaces.md). */
const foundBy = (act: string, { county, openIdentityReviews, list }: Answer): readonly string[] => [
  ...(openIdentityReviews && ['build', 'freeze'].includes(act)
    ? [`${county}: ${openIdentityReviews} open identity reviews touch the county and hold up nothing`]
    : []),
  ...(act === 'build' ? (list?.check?.problems ?? []) : []).map(
    ({ ruleId, householdId, blocking, detail }) =>
      `${county}: ${blocking ? 'stands against a freeze' : 'found'}: ${ruleId} ${householdId}, ${detail}`,
  ),
];

/** One county's refusal does not hold up the others; the command then ends with 1. */
const actOn = async (act: string, scope: Scope): Promise<void> => {
  const { say, result } = outputFor(scope.json === true);
  const done: Answer[] = [];
  const refused: { county: string; because: string }[] = [];
  const before: typeof refused = [];
  for (const county of await countiesOf(scope)) {
    try {
      const answer = await callJson<Answer>(`${path(county, scope.year)}/${act}`, { method: 'POST', body: { on: scope.on } });
      say(answer.said);
      for (const line of foundBy(act, answer)) say(line);
      done.push(answer);
    } catch (fault) {
      if (!(fault instanceof CommandFault) || fault.exitCode !== EXIT.no) throw fault;
      // Building or freezing again makes a supplement only if there is anything for one (interfaces.md).
      if (fault.code === 'nothing-new') {
        say(`${county}: nothing new since the last freeze`);
        continue;
      }
      say(`${county}: ${fault.message}`);
      (TAKEN_BEFORE.has(fault.code) ? before : refused).push({ county, because: fault.message });
    }
  }
  // Where it was nobody's turn, the answer is no.
  if (done.length === 0) refused.push(...before);
  result({ act, done, refused });
  if (refused.length > 0) process.exitCode = EXIT.no;
};

type Regenerate = Readonly<{ county: string; year: string; version: string; out: string; recorded?: boolean; json?: boolean }>;
type ListProgram = Readonly<{ release: string; code: string }>;
type Regenerated = Readonly<{
  identical: boolean;
  firstDifference: Readonly<{ line: number; what: string; householdId: string | null; columns: readonly string[] }> | null;
  erasedLines: readonly Readonly<{ line: number }>[];
  frozenWith: ListProgram | null;
  program: ListProgram;
  csv: string;
}>;

const named = ({ release, code }: ListProgram): string => `release ${release} (${code.slice(0, 12)})`;
/** Only to the program that froze a list is a difference an alteration: another may have mended a rule. */
const elsewhere = ({ frozenWith, program }: Regenerated): string | null =>
  frozenWith?.code === program.code
    ? null
    : `${frozenWith === null ? 'an earlier release' : named(frozenWith)} froze it, and this is ${named(program)}: whether anything was altered says the one that froze it`;

const regenerate = async ({ county, year, version, out, recorded, json }: Regenerate): Promise<void> => {
  const answer = await callJson<Regenerated>(`${path(county, year)}/regenerate`, {
    method: 'POST',
    body: { version: Number(version), recorded: recorded === true },
  });
  writeOut(out, answer.csv);
  const { say, result } = outputFor(json === true);
  if (answer.erasedLines.length > 0)
    say(`lines of erased persons, which are no difference: ${answer.erasedLines.map(({ line }) => line).join(', ')}`);
  const { firstDifference: first } = answer;
  say(
    first === null
      ? `${out}: identical to what was frozen`
      : `${out}: differs from what was frozen, first at line ${first.line} (${[first.what, first.householdId, ...first.columns].filter(Boolean).join(', ')})`,
  );
  const other = first === null ? null : elsewhere(answer);
  if (other !== null) say(other);
  const { identical, erasedLines, frozenWith, program } = answer;
  result({ identical, firstDifference: first, erasedLines, frozenWith, program, out });
  if (!answer.identical) process.exitCode = EXIT.no;
};

export const exitListCommand = (program: Command): void => {
  const list = program
    .command('exit-list')
    .description('the list of last year’s exits that the poverty office owes civil affairs by 31 March');
  for (const { name, does } of ACTS)
    list
      .command(name)
      .description(does)
      .requiredOption('--county <code>', 'six digits, or all')
      .requiredOption('--year <year>', 'the year of the exits')
      .option('--on <date>', 'business date of the act (today in Asia/Shanghai when left out)')
      .option('--json', 'end with a line of JSON')
      .action((scope: Scope) => actOn(name, scope));
  showCommand(list);
  list
    .command('regenerate')
    .description('fold the log again up to the freeze; exit 0 only if the bytes are those frozen')
    .requiredOption('--county <code>', 'six digits')
    .requiredOption('--year <year>', 'the year of the exits')
    .requiredOption('--version <n>', 'which version')
    .requiredOption('--out <file>', 'where to write the regenerated list')
    .option('--recorded', 'print the recorded lines instead of folding')
    .option('--json', 'end with a line of JSON')
    .action(regenerate);
};
