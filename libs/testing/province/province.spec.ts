import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbook } from 'exceljs';
import iconv from 'iconv-lite';
import { parse } from 'csv-parse/sync';
import { DIBAO_COLUMNS, REGISTRY_COLUMNS } from '../fixtures';
import type { Manifest, ProvinceName, Truth } from './index';
import { generateProvince, readTruth, scoreAgainstTruth, writeProvince } from './index';
import { referenceHub } from './reference-hub.fixture';

// A province is seconds of work on a loaded machine.
jest.setTimeout(60_000);

const share = (part: number, whole: number): number => (100 * part) / whole;
const gather = (province: ProvinceName, households: number, counties: number, seed = 1) => {
  const built = generateProvince({ province, scale: 0.01, seed, year: 2016, households, counties });
  const { answer, stock } = referenceHub(built, '2017-02-28');
  const truth: Truth = { ...stock.header(), persons: [...stock.persons()], households: [...stock.households()] };
  return { built, answer, truth };
};

describe('a generated province', () => {
  const { answer, truth } = gather('guangxi', 2000, 5);

  it('starts with the overlap of the seed and arrives at that of September', () => {
    const [start] = truth.totals;
    const september = truth.totals.find(({ asOf }) => asOf === '2016-09-30');
    expect(Math.abs(share(start.overlapPersons, start.dibaoPersons) - share(103, 292))).toBeLessThan(0.5);
    expect(Math.abs(share(start.overlapPersons, start.registryPersons) - share(103, 452))).toBeLessThan(0.5);
    expect(Math.abs(share(september?.overlapPersons ?? 0, september?.dibaoPersons ?? 1) - share(161, 274))).toBeLessThan(0.5);
    expect(start.registryPersons / start.registryHouseholds).toBeCloseTo(4, 1);
    expect(start.dibaoPersons / start.dibaoCases).toBeCloseTo(2.5, 1);
  });

  it('holds every kind of error at its rate', () => {
    const { errorKinds } = scoreAgainstTruth(truth, answer);
    expect(Object.entries(errorKinds).filter(([, { within }]) => !within)).toEqual([]);
    for (const kind of ['totals-row', 'blank-row', 'date-format', 'vanished-case'])
      expect(truth.errors.some((error) => error.kind === kind)).toBe(true);
  });

  it('lists the households that a reader of the files alone would list', () => {
    const score = scoreAgainstTruth(truth, answer);
    expect(score.lists.trueLines).toBeGreaterThan(150);
    expect(score.examples).toEqual([]);
    expect(score.wrongLinks).toBe(0);
    expect(score.unexplained).toBe(0);
    expect(score.persons.linked / score.persons.withSeveralRows).toBeGreaterThan(0.97);
  });

  it('exits 18 to 25 per cent of the poor, and 3 to 6 per cent of the planned are not achieved', () => {
    const count = (type: string): number => truth.events.filter((event) => event.type === type).length;
    const poor = truth.totals[0].registryHouseholds * 0.92;
    expect(count('poverty-exited') / poor).toBeGreaterThan(0.18);
    expect(count('poverty-exited') / poor).toBeLessThan(0.25);
    const planned = count('exit-planned');
    const failed = count('exit-not-achieved') + count('plan-withdrawn');
    expect(failed / planned).toBeGreaterThan(0.02);
    expect(failed / planned).toBeLessThan(0.07);
    for (const type of ['relapsed', 'split', 'merged', 'born', 'died', 'dibao-suspended', 'dibao-transition-started'])
      expect(count(type)).toBeGreaterThan(0);
  });

  it('has 0.8 marriages out and in among a hundred persons a year (Part 6)', () => {
    const persons = truth.persons.length;
    for (const type of ['married-out', 'married-in']) {
      const perYear = share(truth.events.filter((event) => event.type === type).length, persons) * (12 / 14);
      expect(perYear).toBeGreaterThan(0.6);
      expect(perYear).toBeLessThan(1.0);
    }
  });

  it('holds exits that are only entered after the freeze', () => {
    const at = new Set(truth.lists.flatMap(({ section1 }) => section1.map(({ household }) => household)));
    const late = truth.errors.filter(({ kind }) => kind === 'backdated-over-freeze').map(({ household }) => household);
    expect(late.length).toBeGreaterThan(0);
    for (const household of late) expect(at.has(household as number)).toBe(false);
  });

  it('tells the scorer when a hub joins two persons or invents a line', () => {
    const [first, second] = truth.persons.filter(({ registry }) => registry.length > 0);
    const blurred = {
      ...answer,
      registryPerson: (key: Parameters<typeof answer.registryPerson>[0]) =>
        answer.registryPerson(key.householdNo === second.registry[0].householdNo ? first.registry[0] : key),
      lists: [...answer.lists, { county: '459999', section1: [{ householdNo: '1', covered: 1 }], section2: [] }],
    };
    const score = scoreAgainstTruth(truth, blurred);
    expect(score.wrongLinks).toBeGreaterThan(0);
    expect(score.unexplained).toBeGreaterThan(0);
  });
});

it.each([
  ['hunan', 203.5 / 299.3],
  ['yunnan', 190 / 455],
] as const)('%s is scored clean by a reader of its files', (province, overlap) => {
  const { answer, truth } = gather(province, 700, 4, 7);
  const score = scoreAgainstTruth(truth, answer);
  expect(score.examples).toEqual([]);
  expect(score.unexplained).toBe(0);
  const [start] = truth.totals;
  expect(Math.abs(start.overlapPersons / start.dibaoPersons - overlap)).toBeLessThan(0.005);
});

describe('a province on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'province-'));
  const write = (out: string): Promise<Manifest> =>
    writeProvince(
      generateProvince({ province: 'yunnan', scale: 0.01, seed: 'disk', year: 2016, households: 300, counties: 3 }),
      out,
    );
  let manifest: Manifest;
  beforeAll(async () => {
    manifest = await write(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the same, byte for byte, for the same seed', async () => {
    const again = mkdtempSync(join(tmpdir(), 'province-'));
    expect(await write(again)).toEqual(manifest);
    for (const name of ['truth.json', ...manifest.files.map((file) => file.name)])
      expect(
        createHash('sha256')
          .update(readFileSync(join(again, name)))
          .digest('hex'),
      ).toBe(
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      );
    rmSync(again, { recursive: true });
  });

  it('has exactly the columns of interfaces.md in every file, and the rows that the manifest counts', async () => {
    const encodings = new Set<string>();
    for (const { name, source, encoding, rows, skippedRows, sha256 } of manifest.files) {
      const bytes = readFileSync(join(folder, name));
      encodings.add(encoding);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      let cells: unknown[][];
      if (encoding === 'xlsx') {
        const book = await new Workbook().xlsx.load(bytes as never);
        cells = [];
        book.worksheets[0].eachRow({ includeEmpty: true }, (row) => cells.push((row.values as unknown[]).slice(1)));
      } else cells = parse(iconv.decode(bytes, encoding), { relaxColumnCount: false });
      expect(cells[0]).toEqual([...(source === 'poverty' ? REGISTRY_COLUMNS : DIBAO_COLUMNS)]);
      expect(cells.length - 1).toBe(rows + skippedRows);
    }
    expect([...encodings].sort()).toEqual(['gb18030', 'utf-8', 'xlsx']);
  });

  it('says in truth where each error stands', async () => {
    const truth = await readTruth(join(folder, 'truth.json'));
    const withRow = truth.errors.filter(({ kind, file }) => kind === 'id-check-digit' && file?.endsWith('csv'));
    expect(withRow.length).toBeGreaterThan(0);
    for (const { file, row, source } of withRow) {
      const { encoding } = manifest.files.find(({ name }) => name === file) as Manifest['files'][number];
      const cells = parse(iconv.decode(readFileSync(join(folder, file as string)), encoding)) as string[][];
      const [id] = [cells[(row as number) - 1][source === 'poverty' ? 7 : 6]];
      expect(id).toMatch(/^\d{17}[\dX]$/);
    }
  });

  it('names its files after source and month-end, in the order of import', () => {
    const names = manifest.files.map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['poverty-2015-12-31.csv', 'dibao-2015-12-31.csv', 'dibao-2016-01-31.csv']);
    expect(names).toHaveLength(22);
    const days = manifest.files.map(({ asOf }) => asOf);
    expect([...days].sort()).toEqual(days);
  });
});
