import { syntheticIdNo } from '@xianjie/testing';
import { readDivisionTable } from '../division-table';
import { readReport } from './read-report';

const divisions = readDivisionTable();
const today = '2016-12-31';
const evidence = { fileHash: 'report/1', sheet: '', row: 1 };
const idOf = (serial: number) => syntheticIdNo({ division: '451422', birth: '1990-01-01', sex: '男', serial });

const head = { name: '覃阿花', idNo: idOf(1), relation: '户主' };
const son = { name: '覃阿山', idNo: idOf(2), relation: '之子' };
const registry = (said: object = {}) => ({
  ...{ system: 'registry', asOf: today, division: '451422100001', registryNo: '4514220000900', status: 'POOR' },
  members: [
    { ...head, memberNo: '01' },
    { ...son, memberNo: '02' },
  ],
  ...said,
});
const dibao = (said: object = {}) => ({
  ...{ system: 'dibao', asOf: today, division: '451422100001', caseNo: '45142201', programme: 'RURAL', status: 'ACTIVE' },
  ...{ monthlyBenefitFen: 10_000, grantedFrom: '2016-01', members: [{ ...head, covered: true }] },
  ...said,
});
const absence = (said: object = {}) => ({
  ...{ system: 'dibao', absent: true, asOf: today, division: '451422100001', number: '45142201', programme: 'RURAL' },
  ...said,
});
const read = (said: unknown) => readReport(said, { divisions, today, evidence });
/** `<code> <fields>`, or none when it is taken. */
const refusal = (said: unknown): string => {
  const { refused } = read(said);
  return refused === null ? 'none' : [refused.code, ...refused.fields.map(({ field }) => field)].join(' ');
};
const identified = { identifiedOn: '2014-03-01' };
const members = (...said: object[]) => ({ members: said });

describe('a report is refused', () => {
  it.each<[string, unknown]>([
    ['none', registry()],
    ['invalid-report system', null],
    ['invalid-report system', { ...registry(), system: 'tekun' }],
    ['invalid-report extra', registry({ extra: 1 })],
    ['unknown-county division', registry({ division: '999999100001' })],
    ['date-after-as-of asOf', registry({ asOf: '2017-01-01' })],
    ['date-after-as-of identifiedOn', registry({ identifiedOn: '2017-01-01' })],
    ['date-after-as-of exitOn', registry({ status: 'EXITED', exitOn: '2017-01-01' })],
    [
      'date-after-as-of members.1.diedOn',
      dibao(members({ ...head, covered: true }, { ...son, covered: true, diedOn: '2017-01-01' })),
    ],
    ['date-after-as-of members.0.diedOn', registry(members({ ...head, memberNo: '01', diedOn: '2017-01-01' }))],
    ['none', registry({ ...identified, status: 'EXITED', exitOn: '2014-03-01', exitYear: 2014 })],
    ['exit-before-identification exitOn', registry({ ...identified, status: 'EXITED', exitOn: '2014-02-28' })],
    ['exit-before-identification exitYear', registry({ ...identified, status: 'EXITED', exitYear: 2013 })],
    ['missing-value exitYear', registry({ status: 'EXITED' })],
    ['missing-value exitYear', registry({ status: 'EXITED_NO_POLICY' })],
    ['none', registry({ status: 'EXITED_NO_POLICY', exitYear: 2016 })],
    ['none', registry({ status: 'RELAPSED' })],
    ['duplicate-member-number members.1.memberNo', registry(members({ ...head, memberNo: '01' }, { ...son, memberNo: '０１' }))],
    [
      'zeroed-identifier members.1.idNo',
      dibao(members({ ...head, covered: true }, { ...son, covered: true, idNo: '451422199001010000' })),
    ],
    ['zeroed-identifier members.0.idNo', registry(members({ ...head, memberNo: '01', idNo: '451422199001010000' }))],
    ['none', registry({ attributes: { declaredSize: 9_999 } })],
    ['invalid-report attributes.declaredSize', registry({ attributes: { declaredSize: 10_000 } })],
    ['invalid-report attributes.declaredSize', registry({ attributes: { declaredSize: 2.5 } })],
    ['invalid-report members', registry(members())],
    ['none', dibao()],
    ['date-after-as-of verifiedOn', dibao({ verifiedOn: '2017-01-01' })],
    ['date-after-as-of reviewedOn', dibao({ reviewedOn: '2017-01-01' })],
    ['none', dibao({ grantedFrom: '2017-02', stoppedFrom: '2017-02' })],
    ['stop-before-start stoppedFrom', dibao({ stoppedFrom: '2015-12' })],
    ['duplicate-member-number members.1.idNo', dibao(members({ ...head, covered: true }, { ...head, covered: true }))],
    ['none', dibao(members({ ...head, idNo: null, covered: true }, { ...son, idNo: null, covered: true }))],
    ['none', absence()],
    ['date-after-as-of asOf', absence({ asOf: '2017-01-01' })],
    ['invalid-report programme', absence({ programme: null })],
    ['none', absence({ system: 'registry', programme: null })],
    ['invalid-report number', absence({ number: 'x1' })],
  ])('with %s, whole: %j', (expected, said) => expect(refusal(said)).toBe(expected));

  it('without repeating what is personal', () => {
    const said = JSON.stringify(read(registry(members({ ...head, memberNo: '01', idNo: '451422199001010000' }))));
    expect(said).not.toMatch(/覃阿花|451422199001010000/);
  });
});

describe('who is gone', () => {
  it('is known by the number in the register, a case by its programme too', () => {
    const keys = [absence(), absence({ system: 'registry', programme: null })].map((said) => read(said).report);
    expect(keys).toMatchObject([
      { recordKey: '451422/RURAL/45142201', key: 'RURAL/45142201', absent: true, county: '451422' },
      { recordKey: '451422/45142201', key: '45142201', absent: true, county: '451422' },
    ]);
  });

  it('and who is there, stand under the code of the county of that day and the lineage of all days', () => {
    const [then, now] = ['2010-12-31', '2016-12-31'].map((asOf) => read(absence({ asOf, division: '530122100001' })).report);
    expect([then, now].map((report) => report?.recordKey)).toEqual(Array(2).fill(then?.recordKey));
    expect([then?.county, now?.county]).toEqual(['530122', '530115']);
  });
});
