import { codeOn, countyOf, lineage as codesOf, lineageOf, normaliseIdentifier, yearOf } from '@xianjie/domain';
import type { DivisionTable, LocalDate, ReportedIdentity } from '@xianjie/domain';
import { fieldErrors } from '@xianjie/http';
import type { Evidence, ReportedAbsence, ReportedDibaoCase, ReportedHousehold, ReportedRegistryHousehold } from '../reported';
import type { RowIssueCode } from '../row-issue';
import { absenceShape, dibaoShape, registryShape } from './report-shape';

export type FieldProblem = Readonly<{ field: string; message: string }>;
export type ReportRead =
  | Readonly<{ report: ReportedHousehold | ReportedAbsence; refused: null }>
  | Readonly<{ report: null; refused: Readonly<{ code: 'invalid-report' | RowIssueCode; fields: readonly FieldProblem[] }> }>;

type Place = Readonly<{ county: string; lineage: string; countyLineage: readonly string[]; division: string }>;
type Context = Readonly<{ divisions: DivisionTable; today: LocalDate; evidence: Evidence }>;

const refuse = (code: 'invalid-report' | RowIssueCode, ...fields: FieldProblem[]): ReportRead => ({
  report: null,
  refused: { code, fields },
});
const heard = (report: ReportedHousehold | ReportedAbsence): ReportRead => ({ report, refused: null });

const isRefused = (found: ReportRead | readonly ReportedIdentity[]): found is ReportRead => !Array.isArray(found);

const identities = (members: readonly Readonly<{ idNo: string | null }>[]): readonly ReportedIdentity[] | ReportRead => {
  const read = members.map(({ idNo }) => normaliseIdentifier(idNo));
  const zeroed = read.findIndex((one) => 'zeroed' in one);
  return zeroed < 0
    ? (read as ReportedIdentity[])
    : refuse('zeroed-identifier', {
        field: `members.${zeroed}.idNo`,
        message: 'the number lost its last digits in a spreadsheet',
      });
};

/** The same person, or the same place in the list, twice: nobody can tell which of the two it is. */
const borneTwice = (numbers: readonly (string | null)[], field: 'memberNo' | 'idNo'): ReportRead | null => {
  const twice = numbers.findIndex((number, at) => number !== null && numbers.indexOf(number) !== at);
  return twice < 0
    ? null
    : refuse('duplicate-member-number', { field: `members.${twice}.${field}`, message: 'another member bears it' });
};

/** A reported day lies in the past; benefit months may lie ahead (S-1). */
const dated = (dates: Readonly<Record<string, LocalDate | null>>, today: LocalDate): ReportRead | null => {
  const late = Object.entries(dates).find(([, date]) => date !== null && date > today);
  return late ? refuse('date-after-as-of', { field: late[0], message: `${late[1]} is after ${today}` }) : null;
};

const deaths = (members: readonly Readonly<{ diedOn: LocalDate | null }>[]): Record<string, LocalDate | null> =>
  Object.fromEntries(members.map(({ diedOn }, at) => [`members.${at}.diedOn`, diedOn]));

const registry = (said: unknown, { today, evidence }: Context, { county, lineage, countyLineage }: Place): ReportRead => {
  const read = registryShape.parse(said);
  const { identifiedOn, exitOn, exitYear, status } = read;
  const late = dated({ asOf: read.asOf, identifiedOn, exitOn, ...deaths(read.members) }, today);
  if (late) return late;
  if (identifiedOn && ((exitOn && exitOn < identifiedOn) || (exitYear && exitYear < yearOf(identifiedOn))))
    return refuse('exit-before-identification', {
      field: exitOn ? 'exitOn' : 'exitYear',
      message: `before identifiedOn ${identifiedOn}`,
    });
  if ((status === 'EXITED' || status === 'EXITED_NO_POLICY') && !exitYear && !exitOn)
    return refuse('missing-value', { field: 'exitYear', message: 'an exit belongs to a year' });
  const twice = borneTwice(
    read.members.map(({ memberNo }) => memberNo),
    'memberNo',
  );
  if (twice) return twice;
  const identity = identities(read.members);
  if (isRefused(identity)) return identity;
  const members = read.members.map(({ idNo: _, ...member }, at) => ({
    ...member,
    identity: identity[at],
    evidence,
  }));
  const report: ReportedRegistryHousehold = {
    ...read,
    recordKey: `${lineage}/${read.registryNo}`,
    county,
    countyLineage,
    members,
    withheldRows: 0,
    evidence,
  };
  return heard(report);
};

const dibao = (said: unknown, { today, evidence }: Context, { county, lineage, countyLineage }: Place): ReportRead => {
  const read = dibaoShape.parse(said);
  const late = dated(
    { asOf: read.asOf, verifiedOn: read.verifiedOn, reviewedOn: read.reviewedOn, ...deaths(read.members) },
    today,
  );
  if (late) return late;
  if (read.stoppedFrom && read.stoppedFrom < read.grantedFrom)
    return refuse('stop-before-start', { field: 'stoppedFrom', message: `before grantedFrom ${read.grantedFrom}` });
  const identity = identities(read.members);
  if (isRefused(identity)) return identity;
  const twice = borneTwice(
    identity.map(({ idNo }) => idNo),
    'idNo',
  );
  if (twice) return twice;
  const members = read.members.map(({ idNo: _, ...member }, at) => ({
    ...member,
    identity: identity[at],
    evidence,
  }));
  const recordKey = `${lineage}/${read.programme}/${read.caseNo}`;
  const report: ReportedDibaoCase = { ...read, recordKey, county, countyLineage, members, withheldRows: 0, evidence };
  return heard(report);
};

const absence = (said: unknown, { today, evidence }: Context, { county, countyLineage, lineage }: Place): ReportRead => {
  const { system, asOf, number, programme } = absenceShape.parse(said);
  const late = dated({ asOf }, today);
  if (late) return late;
  if (system === 'dibao' && programme === null)
    return refuse('invalid-report', { field: 'programme', message: 'a case is named by its programme too' });
  const key = system === 'registry' ? number : `${programme}/${number}`;
  return heard({ system, recordKey: `${lineage}/${key}`, absent: true, asOf, county, countyLineage, key, evidence });
};

/** One report of POST /reports, or why it is refused, naming the fields; nothing personal is repeated. */
export const readReport = (said: unknown, context: Context): ReportRead => {
  const given = (said ?? {}) as Readonly<{ system?: unknown; absent?: unknown }>;
  const isAbsent = given.absent === true;
  if (given.system !== 'registry' && given.system !== 'dibao')
    return refuse('invalid-report', { field: 'system', message: 'registry or dibao expected' });
  const shape = isAbsent ? absenceShape : given.system === 'registry' ? registryShape : dibaoShape;
  const read = shape.safeParse(said);
  if (!read.success) return refuse('invalid-report', ...fieldErrors(read.error));
  const { division, asOf } = read.data;
  const county = countyOf(context.divisions, division);
  if (!county)
    return refuse('unknown-county', {
      field: 'division',
      message: `the division table knows no county of ${division.slice(0, 6)}`,
    });
  const place = {
    county: codeOn(context.divisions, county.code, asOf),
    lineage: lineageOf(context.divisions, county.code),
    countyLineage: codesOf(context.divisions, county.code),
    division,
  };
  return isAbsent
    ? absence(said, context, place)
    : given.system === 'registry'
      ? registry(said, context, place)
      : dibao(said, context, place);
};
