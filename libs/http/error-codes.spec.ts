import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

// docs/errors.md is a promise to callers: whatever the source can answer with must be explained there.

const ROOT = resolve(__dirname, '../..');
const documented = new Set(
  [...readFileSync(join(ROOT, 'docs/errors.md'), 'utf8').matchAll(/`([a-z][a-z-]+)`/g)].map(([, code]) => code),
);

const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(spec|fixture|contract|journey|look)\.ts$/.test(name))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
);
const found = (pattern: RegExp): string[] =>
  sources.flatMap((text) => [...text.matchAll(pattern)].map(([, code]) => code as string));
/** The members of a union type, or of a list of constants, by its name. */
const members = (declaration: RegExp): string[] =>
  found(declaration).flatMap((body) => [...body.matchAll(/'([a-z][a-z-]+)'/g)].map(([, code]) => code as string));

/** Answered as `not-found`, with what was not found. */
const NOT_FOUND = new Set(['unknown-household', 'unknown-person', 'unknown-review']);

const missing = (codes: readonly string[]): string[] => [...new Set(codes)].filter((code) => !documented.has(code)).sort();

describe('docs/errors.md explains', () => {
  it.each([
    ['every fault', found(/readonly code = '([a-z-]+)'/g), 25],
    ['every problem of a call', found(/new CallProblem\(\s*\d+,\s*'([a-z-]+)'/g), 5],
    [
      'every refusal',
      members(/type (?:Household|ExitList|Workflow|Import|Retraction|Identity)Refusal =([^;]+);/g).filter(
        (code) => !NOT_FOUND.has(code),
      ),
      60,
    ],
    [
      'every refusal of one command',
      members(/outcome: 'refused';\s+because: ([^}]+)}/g).filter((code) => !NOT_FOUND.has(code)),
      1,
    ],
    ['every issue of a row', members(/rowIssueCodes = \[([^\]]+)\]/g), 20],
    ['every issue of a file', members(/type FileIssueCode =([^;]+);/g), 8],
  ])('%s', (_, codes, atLeast) => {
    // Fewer would mean that the source is no longer written as this spec reads it.
    expect(new Set(codes).size).toBeGreaterThanOrEqual(atLeast);
    expect(missing(codes)).toEqual([]);
  });
});
