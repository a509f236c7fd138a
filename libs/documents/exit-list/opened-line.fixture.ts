import type { Line, LineCase, Sealed } from '@xianjie/domain';
import type { OpenedLine } from './columns';
import type { Paper } from './paper';

// Synthetic: no such persons.

export const sealed = (person: string, box: string): Sealed => ({ person, digest: `d-${box}`, box });

export const aLineCase = (said: Partial<LineCase> = {}): LineCase => ({
  caseKey: 'RURAL/530124010000001/2015-03',
  caseNo: '530124010000001',
  programme: 'RURAL',
  county: '530124',
  class: 'B',
  monthlyBenefitFen: 13_950,
  grantedFrom: '2015-03',
  atExit: 'ACTIVE',
  atYearEnd: 'ACTIVE',
  atFreeze: 'TRANSITION',
  ...said,
});

export const aLine = (said: Partial<Line> = {}): Line => ({
  section: 1,
  change: null,
  division: '530124101001',
  householdId: 'h-0190a5c2-0000-7000-8000-000000000001',
  registryNo: '5301240000001',
  memberNo: '01',
  person: 'p-1',
  name: sealed('p-1', '李春花'),
  idNo: sealed('p-1', '53012419610517002X'),
  relation: '户主',
  labour: '普通劳动力',
  householdSize: 2,
  coveredMembers: 1,
  cases: [aLineCase()],
  casesWithoutLine: [],
  registryStatus: 'EXITED',
  relapsedOn: null,
  exitedOn: '2016-11-15',
  exitYear: 2016,
  perCapitaNetIncomeFen: 352_600,
  guarantees: '吃、穿、住房',
  mainCause: '因病',
  otherCauses: ['缺资金', '缺技术'],
  plannedYear: 2016,
  notExitedReason: null,
  ...said,
});

export const anOpenedLine = (said: Partial<Line> = {}, opened: Partial<OpenedLine> = {}): OpenedLine => {
  const line = aLine(said);
  return { line, name: line.name.box, idNo: line.idNo?.box ?? null, isErased: false, ...opened };
};

export const aPaper = (lines: readonly OpenedLine[], said: Partial<Paper> = {}): Paper => ({
  listId: 'XJ-530124-2016',
  county: '530124',
  countyName: '富民县',
  year: 2016,
  version: 1,
  kind: 'ORIGINAL',
  frozenOn: '2017-03-20',
  position: '53:102334',
  root: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  signature: { keyId: '0011223344556677', algorithm: 'SM2', on: '2017-03-21' },
  lines,
  ...said,
});
