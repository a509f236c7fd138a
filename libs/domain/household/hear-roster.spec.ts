import { aRegistryMember, aRegistryReport, family, registryAbsent } from './household.fixture';
import type { RegistryMember } from './roster';

const listing = (...members: readonly RegistryMember[]) => aRegistryReport({ asOf: '2016-06-30', members });
const heard = (before: readonly RegistryMember[], ...said: readonly RegistryMember[]) =>
  family(aRegistryReport({ members: before }))
    .hear(listing(...said))
    .filter(({ type }) => type.startsWith('Member'));
const head = aRegistryMember('p-1');

describe('the roster of a registration', () => {
  const doubtful = aRegistryMember('p-x', { memberNo: '02', provisional: true });
  it('replaces a provisional person only by one of the same 人编号 (S-11)', () => {
    expect(heard([head, doubtful], head, aRegistryMember('p-3', { memberNo: '03' }))).toMatchObject([
      { type: 'MemberAdded', registryMember: { person: 'p-3' } },
      { type: 'MemberRemoved', person: 'p-x' },
    ]);
  });
  it('replaces nobody who is known for sure: another takes the 人编号 over', () =>
    expect(
      heard([head, aRegistryMember('p-2', { memberNo: '02' })], head, aRegistryMember('p-3', { memberNo: '02' })),
    ).toMatchObject([
      { type: 'MemberAdded', registryMember: { person: 'p-3' } },
      { type: 'MemberRemoved', person: 'p-2' },
    ]));
  it('corrects a number that was missing, and one that goes missing', () => {
    const without = aRegistryMember('p-1', { idNo: null });
    expect(heard([without], head)).toMatchObject([{ type: 'MemberCorrected', changed: ['idNo'] }]);
    expect(heard([head], without)).toMatchObject([{ type: 'MemberCorrected', changed: ['idNo'] }]);
  });
});

describe('attributes', () => {
  const causes = (...otherCauses: readonly string[]) =>
    aRegistryReport({ asOf: '2016-06-30', attributes: { ...aRegistryReport().attributes, otherCauses } });
  it('change with each of several causes, and not when all are as they were', () => {
    const household = family(causes('缺资金', '缺技术'));
    const changes = (...said: readonly string[]) => household.hear({ ...causes(...said), asOf: '2016-09-30' }).length;
    expect([changes('缺资金', '缺技术'), changes('缺资金', '缺劳力'), changes('缺资金'), changes()]).toEqual([0, 1, 1, 1]);
    expect([changes('缺资金'), changes('缺资金', '缺技术')]).toEqual([1, 1]);
  });
});

it('a registration leaves once, and one that nobody knows leaves nothing', () => {
  expect(family(aRegistryReport(), registryAbsent('2016-06-30')).hear(registryAbsent('2016-09-30'))).toEqual([]);
  expect(family().hear(registryAbsent('2016-06-30'))).toEqual([]);
});

it('a registration that another number left stays', () =>
  expect(family(aRegistryReport()).hear({ ...registryAbsent('2016-06-30'), registryNo: '5301249999' })).toEqual([]));
