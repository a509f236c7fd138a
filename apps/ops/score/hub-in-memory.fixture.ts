import { CountyFold, HearReports } from '@xianjie/casework';
import type { CaseworkParts, HearItem } from '@xianjie/casework';
import { HouseholdEventCodec } from '@xianjie/contracts';
import { codeOn, lineage as codesOf, exitListLines, foldHousehold } from '@xianjie/domain';
import type { Line, LocalDate } from '@xianjie/domain';
import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import { IdentifierHasher, InMemoryPersonBlocks, InMemoryPersonVault, MasterKey } from '@xianjie/persons';
import { SourceRow, defaultMapping, readDivisionTable, readHousehold } from '@xianjie/sources';
import type { Reading } from '@xianjie/sources';
import type { AnsweredCounty, AnsweredHousehold, HubAnswer, SourceFile, Truth } from '@xianjie/testing';
import { firstCodeIn, hubAnswerOf } from './hub-answer';
import { readHubIndex } from './hub-index';
import type { FirstCode, HubIndex } from './hub-index';

type Present = ReadonlyMap<string, string>;
const PAGE = 500;

/**
 * The hub's own reading, hearing and listing without its processes: rows go from the generator's cells to the log in memory, as
 * libs/sources hands them on, and the lists are folded from it. What files, staging and HTTP add, the demo shows.
 */
export class HubInMemory {
  private readonly divisions = readDivisionTable();
  private readonly parts: CaseworkParts;
  private readonly reports: HearReports;
  /** Record keys last heard as present, with their cells, of each source. */
  private readonly present = new Map<string, Present>();

  constructor(private readonly shard: string) {
    const key = new MasterKey(Buffer.alloc(32, 7));
    const hasher = new IdentifierHasher(key, shard);
    this.parts = {
      log: new InMemoryEventLog(new FixedClock()),
      vault: new InMemoryPersonVault(key),
      blocks: new InMemoryPersonBlocks(),
      codec: new HouseholdEventCodec(),
      hasherOf: () => hasher,
    };
    this.reports = new HearReports(this.parts);
  }

  /** One snapshot: who is there, page by page, then who is gone (S-6). */
  async hear(file: SourceFile): Promise<void> {
    const { source, asOf, name } = file;
    const before = this.present.get(source) ?? new Map<string, string>();
    const { items, present } = this.read(file, before);
    this.present.set(source, present);
    const departed = new Set([...before.keys()].filter((key) => !present.has(key)));
    for (let at = 0; at < items.length; at += PAGE) await this.heard(items.slice(at, at + PAGE), departed);
    const gone = [...departed].map((recordKey): HearItem => {
      const lineage = recordKey.slice(0, recordKey.indexOf('/'));
      const county = codeOn(this.divisions, lineage, asOf);
      const evidence = { fileHash: name, sheet: '', row: 0 };
      const system = source === 'poverty' ? 'registry' : 'dibao';
      const report = {
        system,
        recordKey,
        absent: true,
        asOf,
        county,
        countyLineage: codesOf(this.divisions, lineage),
        key: recordKey.slice(lineage.length + 1),
        evidence,
      } as const;
      return { report, commandId: `${name}:${recordKey}`, digest: null, importId: null };
    });
    for (let at = 0; at < gone.length; at += PAGE) await this.heard(gone.slice(at, at + PAGE), departed);
  }

  index(first: FirstCode): Promise<HubIndex> {
    return readHubIndex(this.parts.log, this.parts.vault, this.parts.codec, first);
  }

  /** What the hub would answer a scorer who asks for the lists as they stand on `on`. */
  async answer(truth: Truth, on: LocalDate): Promise<HubAnswer> {
    const index = await this.index(firstCodeIn(truth));
    const fold = new CountyFold(this.parts.log, foldHousehold);
    const { number } = await this.parts.log.head(this.shard);
    const lists: AnsweredCounty[] = [];
    for (const countyLineage of Object.values(truth.lineages)) {
      const county = codeOn(this.divisions, countyLineage[0] as string, on);
      const households = (await fold.at({ countyLineage, year: truth.year, positions: [number] })).get(number) ?? [];
      const coveredUntil = truth.freezeMonth as `${number}-${number}`;
      const scope = { county, countyLineage, year: truth.year, freezeOn: on, coveredUntil, programmes: ['RURAL'] } as const;
      lists.push({ county, ...sectionsOf(exitListLines(households, scope)) });
    }
    return hubAnswerOf(index, lists);
  }

  private async heard(items: readonly HearItem[], departed: ReadonlySet<string>): Promise<void> {
    for (const { status, code, detail } of await this.reports.hear(items, { departed }))
      if (status !== 'accepted' && status !== 'unchanged') throw new Error(`${status}: ${code} ${detail}`);
  }

  /** Rows of one household, wherever they stand in the file; those that say what they said last are not told again. */
  private read(file: SourceFile, before: Present): Readonly<{ items: HearItem[]; present: Map<string, string> }> {
    const { name, source, asOf, columns } = file;
    const layout = { columns: new Map(columns.map((column, at) => [column, at])), width: columns.length, headingRow: 1 };
    const fixed = { file: name, fileHash: name, sheet: '', mapping: defaultMapping, divisions: this.divisions };
    const reading: Reading = { ...fixed, asOf, layout };
    const [number, place, kind] =
      source === 'poverty' ? ['户编号', '行政区划代码', null] : ['低保证号', '行政区划代码', '保障类型'];
    const groups = new Map<string, SourceRow[]>();
    let line = 1;
    for (const { kind: rowKind, cells } of file.rows) {
      line += 1;
      if (rowKind !== 'person') continue;
      const row = new SourceRow(reading, cells, line);
      const key = `${row.place(place).lineage}/${kind === null ? '' : row.raw(kind)}/${row.raw(number)}`;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const items: HearItem[] = [];
    const present = new Map<string, string>();
    for (const rows of groups.values()) {
      const { report, quarantined } = readHousehold(source, rows);
      if (report === null) continue;
      const said = rows.map(({ cells }) => cells.join('\t')).join('\n');
      const digest = quarantined.length > 0 ? null : said;
      present.set(report.recordKey, said);
      if (digest === null || before.get(report.recordKey) !== digest)
        items.push({ report, commandId: `${name}:${report.recordKey}`, digest, importId: null });
    }
    return { items, present };
  }
}

const sectionsOf = (lines: readonly Line[]): Omit<AnsweredCounty, 'county'> => {
  const of = (section: 1 | 2): AnsweredHousehold[] => {
    const inSection = lines.filter((line) => line.section === section);
    return [...new Map(inSection.map(({ registryNo, coveredMembers }) => [registryNo, coveredMembers]))].map(
      ([householdNo, covered]) => ({ householdNo, covered }),
    );
  };
  return { section1: of(1), section2: of(2) };
};
