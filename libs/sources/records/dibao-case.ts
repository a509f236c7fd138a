import type { ReportedDibaoCase } from '../reported';
import { areTooMany } from './largest-household';
import type { DibaoRow } from './dibao-row';

const repeated = [
  ['行政区划代码', ({ place }: DibaoRow) => place.division],
  ['状态', ({ status }: DibaoRow) => status],
  ['户月保障金额', ({ monthlyBenefitFen }: DibaoRow) => monthlyBenefitFen],
  ['起始年月', ({ grantedFrom }: DibaoRow) => grantedFrom],
  ['停发年月', ({ facts }: DibaoRow) => facts.stoppedFrom],
] as const;

/** A dead head's row lists nobody; the one who became head after it speaks for the case. */
const isHead = ({ member }: DibaoRow): boolean => !member.diedOn && (member.relation === '户主' || member.relation === '本人');

const checkTogether = (rows: readonly DibaoRow[]): void => {
  if (areTooMany(rows, '低保证号')) return;
  const persons = new Map<string, DibaoRow>();
  const good = rows.find(({ source }) => source.issues.length === 0);
  for (const row of rows) {
    if (!good || row.source.issues.length > 0) continue;
    const { idNo } = row.member.identity;
    const first = idNo === null ? undefined : persons.get(idNo);
    if (first)
      row.source.fault('证件号码', 'duplicate-member-number', `row ${first.source.row} of the same case bears the same 证件号码`);
    else if (idNo !== null) persons.set(idNo, row);
    for (const [column, of] of repeated)
      if (of(row) !== of(good))
        row.source.fault(
          column,
          'conflicting-household-value',
          `${column} is not what row ${good.source.row} of the same case says`,
        );
  }
};

/** The case of rows with one 低保证号 and programme; null when every row waits in quarantine. */
export const dibaoCase = (rows: readonly DibaoRow[]): ReportedDibaoCase | null => {
  checkTogether(rows);
  const good = rows.filter(({ source }) => source.issues.length === 0);
  const said = good.find(isHead) ?? good[0];
  if (!said || said.caseNo === null) return null;
  const { place, programme, caseNo, status, mode, monthlyBenefitFen, grantedFrom, facts } = said;
  return {
    system: 'dibao',
    recordKey: `${place.lineage}/${programme}/${caseNo}`,
    asOf: said.source.reading.asOf,
    county: place.county,
    countyLineage: place.countyLineage,
    division: place.division,
    caseNo,
    programme,
    status,
    class: said.class,
    mode,
    monthlyBenefitFen,
    grantedFrom,
    ...facts,
    members: good.map(({ member }) => member),
    withheldRows: rows.length - good.length,
    evidence: said.source.evidence,
  };
};
