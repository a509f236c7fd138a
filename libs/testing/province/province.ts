import { DIBAO_COLUMNS, REGISTRY_COLUMNS } from '../fixtures/columns';
import { AFTER_FREEZE_TICK } from './calendar';
import type { SourceFilePlan } from './files';
import { planFiles } from './files';
import { foundWorld } from './founding';
import type { ProvinceOptions } from './founding';
import { liveMonth } from './life';
import { PROFILES } from './profile';
import type { Row } from './rows';
import { dibaoRows, registryRows, totalsRow } from './rows';
import { takeStock } from './stock';
import type { Stock } from './stock';
import type { TrueError } from './truth';
import type { Case, County, Registration, World } from './world';

/** `quoted`: a cell holds a comma (money with thousands commas), so that CSV needs quotes. */
export type SheetRow = Readonly<{ kind: 'person' | 'totals' | 'blank'; cells: readonly string[]; quoted: boolean }>;
/** `rows` must be read to its end before the next file is asked for: the world moves on. */
export type SourceFile = SourceFilePlan & Readonly<{ columns: readonly string[]; rows: Iterable<SheetRow> }>;
export type Province = Readonly<{
  options: ProvinceOptions;
  files: readonly SourceFilePlan[];
  /** Lives the story from its start and gives each file in its order; the last value holds the truth. A second call lives it again, the same. */
  tell: () => Generator<SourceFile, Stock, void>;
}>;

/** A synthetic province: the same options give the same bytes. No clock, no randomness but the seed. */
export const generateProvince = (options: ProvinceOptions): Province => {
  const profile = PROFILES[options.province];
  const households = options.households ?? profile.registryHouseholds * options.scale;
  const files = planFiles(options.year, (households * profile.registryPersons) / profile.registryHouseholds);
  return { options, files, tell: () => tell(options, files) };
};

function* tell(options: ProvinceOptions, files: readonly SourceFilePlan[]): Generator<SourceFile, Stock, void> {
  const world = foundWorld(options);
  const stock = takeStock(world, String(options.seed));
  for (let tick = 0; tick <= AFTER_FREEZE_TICK; tick += 1) {
    if (tick > 0) liveMonth(world, tick);
    stock.monthEnded(tick);
    for (const plan of files.filter((each) => each.tick === tick)) {
      const columns = plan.source === 'poverty' ? REGISTRY_COLUMNS : DIBAO_COLUMNS;
      yield { ...plan, columns, rows: sheet(world, plan, columns.length) };
      stock.fileWritten(plan);
    }
  }
  stock.finished();
  return stock;
}

function* sheet(world: World, plan: SourceFilePlan, columns: number): Generator<SheetRow, void, void> {
  let line = 1;
  let persons = 0;
  let fen = 0;
  const moneyColumn = plan.source === 'poverty' ? 23 : 11;
  const noteFile = (kind: TrueError['kind']): void => {
    world.errors.push({ kind, source: plan.source, file: plan.name, row: line, person: null, household: null });
  };
  function* totals(): Generator<SheetRow, void, void> {
    line += 1;
    noteFile('blank-row');
    yield { kind: 'blank', cells: Array<string>(columns).fill(''), quoted: false };
    line += 1;
    noteFile('totals-row');
    yield { kind: 'totals', cells: totalsRow(columns, persons, fen, moneyColumn), quoted: false };
    persons = 0;
    fen = 0;
  }
  for (const county of world.counties) {
    if (county.dates[plan.source] !== 'dash' && plan.tick === 0) noteFile('date-format');
    for (const [rows, amount] of recordsOf(world, county, plan)) {
      fen += amount;
      for (const { cells, errors } of rows) {
        line += 1;
        persons += 1;
        for (const unplaced of errors) {
          if (unplaced.length === 0) continue;
          for (const error of unplaced) Object.assign(error, { file: plan.name, row: line });
          unplaced.length = 0;
        }
        yield { kind: 'person', cells, quoted: county.thousands };
      }
    }
    if (plan.totals === 'county') yield* totals();
  }
  if (plan.totals === 'file') yield* totals();
}

const byDivision = (a: Registration | Case, b: Registration | Case): number =>
  a.village < b.village ? -1 : a.village > b.village ? 1 : a.no < b.no ? -1 : a.no > b.no ? 1 : 0;

function* recordsOf(world: World, county: County, plan: SourceFilePlan): Generator<[Row[], number], void, void> {
  const style = county.dates[plan.source];
  if (plan.source === 'poverty') {
    const dataYear = plan.tick === 0 ? world.year - 1 : plan.phase === 'after-freeze' ? world.year + 1 : world.year;
    const listed: Registration[] = [];
    for (const { registration } of county.families) if (registration !== null) listed.push(registration);
    for (const registration of listed.sort(byDivision)) {
      const rows = registryRows(world, registration, plan.asOf, dataYear, style);
      registration.seen = true;
      registration.numbers[registration.numbers.length - 1].listed = true;
      if (registration.plannedYear === world.year) registration.planSeen = true;
      if (registration.exitYear === world.year) registration.exitSeen = true;
      yield [rows, registration.incomeFen];
    }
    return;
  }
  const listed: Case[] = [];
  for (const family of county.families) for (const each of family.cases) listed.push(each);
  for (const each of listed.sort(byDivision)) {
    const rows = dibaoRows(world, each, plan.asOf, style);
    each.seen = true;
    yield [rows, each.amountFen];
  }
}
