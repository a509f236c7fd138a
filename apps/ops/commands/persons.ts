import type { Command } from 'commander';
import type { AccessRecord } from '@xianjie/access';
import type { PersonErased } from '@xianjie/domain';
import { UsageError } from '../exit-codes';
import { callJson } from '../hub';
import { outputFor } from '../output';

// What the law asks of whoever keeps personal data: erasing a person, and saying who looked.

type Erase = Readonly<{ reason: string; by: string; on?: string; json?: boolean }>;
type Erasure = Readonly<{ position: string; erased: PersonErased }>;

const erase = async (person: string, { reason, by, on, json }: Erase): Promise<void> => {
  const { say, result } = outputFor(json === true);
  const path = `/persons/${encodeURIComponent(person)}/erase`;
  const { position, erased } = await callJson<Erasure>(path, { method: 'POST', body: { reason, by, on } });
  say(`${erased.persons.join(', ')}: erased, recorded at ${position}; values of theirs are unreadable for ever`);
  for (const { importId, rows, cells } of erased.files)
    say(`  kept file of import ${importId}: ${rows} rows and ${cells} cells blanked`);
  say('copies that were delivered, and backups of before, are outside the hub: docs/erasure.md says what to do');
  result({ position, ...erased });
};

type Audit = Readonly<{ person?: string; operator?: string; from?: string; to?: string; json?: boolean }>;
type Page = Readonly<{ accesses: readonly AccessRecord[]; next: string | null }>;

const PAGE = '1000';

const whatOf = (access: AccessRecord): string => {
  switch (access.type) {
    case 'DataAccessed':
      return `${access.what}, ${access.rows} shown: ${access.asked}`;
    case 'ExportProduced':
      return `${access.what} of ${access.document}, ${access.format}, ${access.rows} rows, identifiers ${access.wholeIds ? 'whole' : 'masked'}`;
    case 'ReplayStarted':
      return `replay ${access.replayId} of ${access.fromPosition} to ${access.toPosition} ${access.filter} into ${access.into}`;
    case 'ReplayFinished':
      return `replay ${access.replayId} ${access.outcome}, ${access.rows} events`;
  }
};

const audit = async ({ json, ...asked }: Audit): Promise<void> => {
  if (Object.keys(asked).length === 0)
    throw new UsageError('--person, --operator, or --from and --to: whose accesses, or of which days?');
  const { say, result } = outputFor(json === true);
  const accesses: AccessRecord[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query = new URLSearchParams({ ...asked, limit: PAGE, ...(after ? { after } : {}) });
    const page: Page = await callJson<Page>(`/audit/accesses?${query.toString()}`);
    for (const access of page.accesses) {
      const { recordedAt, operator, official, purpose, position } = access;
      say(`${recordedAt}  ${operator}${official ? ` for ${official}` : ''}  ${whatOf(access)}`);
      say(`              ${purpose ?? 'purpose not stated'} · ${position}`);
    }
    accesses.push(...page.accesses);
    after = page.next;
  }
  say(`${accesses.length} accesses`);
  result({ accesses });
};

export const personCommands = (program: Command): void => {
  program
    .command('erase <person>')
    .description('erase a person for ever: keys, rows of kept files, and what is heard later')
    .requiredOption('--reason <text>', 'why; recorded')
    .requiredOption('--by <reference>', 'user reference of the official who answers for it, never a name')
    .option('--on <date>', 'business date (today in Asia/Shanghai when left out)')
    .option('--json', 'end with a line of JSON')
    .action(erase);
  program
    .command('audit')
    .description('who looked: at a person, by an operator, or on which days')
    .option('--person <id>', 'accesses that showed this person: cards, searches, reviews, lists')
    .option('--operator <name>', 'accesses with this token')
    .option('--from <date>', 'first day')
    .option('--to <date>', 'last day')
    .option('--json', 'end with a line of JSON')
    .action(audit);
};
