import type { ReportedRegistryHousehold } from '../reported';
import { areTooMany } from './largest-household';
import type { RegistryRow } from './registry-row';

/** A dead head's row lists nobody: who became head after it stands beside it, and speaks for the household. */
const isHead = ({ member }: RegistryRow): boolean =>
  !member.diedOn && (member.relation === '户主' || member.relation === '本人或户主' || member.relation === '本人');

const sharedNumberTwice = (rows: readonly RegistryRow[]): boolean => {
  const heads = rows.filter(isHead);
  const persons = new Set(heads.map(({ member }) => member.identity.idNo ?? member.name));
  return persons.size > 1 && new Set(heads.map(({ member }) => member.name)).size > 1;
};

/** Facts that every row of a household repeats: a row that says otherwise cannot be told from a wrong one. */
const repeated = [
  ['行政区划代码', ({ place }: RegistryRow) => place.division],
  ['脱贫属性', ({ status }: RegistryRow) => status],
  ['计划脱贫年度', ({ plannedYear }: RegistryRow) => plannedYear],
  ['脱贫年度', ({ exitYear }: RegistryRow) => exitYear],
  ['脱贫日期', ({ exitOn }: RegistryRow) => exitOn],
] as const;

const checkTogether = (rows: readonly RegistryRow[]): void => {
  if (areTooMany(rows, '户编号')) return;
  if (sharedNumberTwice(rows)) {
    for (const { source } of rows)
      source.fault(
        '户编号',
        'duplicate-household-number',
        `two households, with a head each, bear this 户编号 (first in row ${rows[0].source.row})`,
      );
    return;
  }
  const numbers = new Map<string, RegistryRow>();
  const good = rows.find(({ source }) => source.issues.length === 0);
  for (const row of rows) {
    const first = numbers.get(row.member.memberNo);
    if (first)
      row.source.fault(
        '人编号',
        'duplicate-member-number',
        `row ${first.source.row} of the same household bears the same 人编号`,
      );
    else numbers.set(row.member.memberNo, row);
    if (!good || row.source.issues.length > 0) continue;
    for (const [column, of] of repeated)
      if (of(row) !== of(good))
        row.source.fault(
          column,
          'conflicting-household-value',
          `${column} is not what row ${good.source.row} of the same household says`,
        );
  }
};

/** The household of rows with one 户编号; null when every row waits in quarantine. Notes on `rows` what is wrong between them. */
export const registryHousehold = (rows: readonly RegistryRow[]): ReportedRegistryHousehold | null => {
  checkTogether(rows);
  const good = rows.filter(({ source }) => source.issues.length === 0);
  const said = good.find(isHead) ?? good[0];
  if (!said || said.registryNo === null) return null;
  const {
    place,
    attributes,
    identifiedOn,
    status,
    plannedYear,
    exitYear,
    exitOn,
    notExitedReason,
    exitPath,
    headName,
    registryNo,
  } = said;
  return {
    system: 'registry',
    recordKey: `${place.lineage}/${registryNo}`,
    asOf: said.source.reading.asOf,
    county: place.county,
    countyLineage: place.countyLineage,
    division: place.division,
    registryNo,
    headName,
    members: good.map(({ member }) => member),
    attributes,
    identifiedOn,
    status,
    plannedYear,
    exitYear,
    exitOn,
    notExitedReason,
    exitPath,
    withheldRows: rows.length - good.length,
    evidence: said.source.evidence,
  };
};
