import type { LocalDate } from '@xianjie/domain';
import { REGISTRY_COLUMNS, aRegistryRow, syntheticIdNo } from '@xianjie/testing';
import type { SourceFile } from '@xianjie/testing';
import { HubInMemory } from './hub-in-memory.fixture';

const COUNTY = '451028';
const people = ['农春伟', '农华国', '梁丽丽', '农贵文'].map((name, serial) => ({
  name,
  idNo: syntheticIdNo({ division: COUNTY, birth: '1977-12-08', sex: '男', serial }),
}));

const fileOf = (asOf: LocalDate, registryNo: string, members: typeof people): SourceFile => ({
  ...{ name: `poverty-${asOf}.csv`, source: 'poverty', asOf, tick: 0, encoding: 'utf-8', phase: 'year', totals: 'none' },
  columns: REGISTRY_COLUMNS,
  rows: members.map(({ name, idNo }, at) => {
    const cells = aRegistryRow({
      ...{ 户编号: registryNo, 人编号: `0${at + 1}`, 行政区划代码: `${COUNTY}100202`, 户主姓名: members[0]!.name },
      ...{ 姓名: name, 证件号码: idNo, 与户主关系: at === 0 ? '户主' : '之子', 家庭人口数: String(members.length) },
    });
    return { kind: 'person', quoted: false, cells: REGISTRY_COLUMNS.map((column) => cells[column]) };
  }),
});

describe('the index that a score reads of the hub', () => {
  it('finds the members of each number that a household had by their numbers of then', async () => {
    const hub = new HubInMemory('45');
    await hub.hear(fileOf('2016-03-31', '94', people));
    const before = (await hub.index((county) => county)).registrations.get(`${COUNTY}/94`)!;
    expect(new Set(before.members.values()).size).toBe(4);

    // A son takes the others with him under a new number, and his father's card is gone: a renumbering (S-10).
    await hub.hear(fileOf('2016-06-30', '131', people.slice(1)));
    const { registrations } = await hub.index((county) => county);
    const [old, renumbered] = [registrations.get(`${COUNTY}/94`)!, registrations.get(`${COUNTY}/131`)!];
    expect(renumbered.household).toBe(old.household);
    expect(old.members).toEqual(before.members);
    for (const at of [1, 2, 3]) expect(renumbered.members.get(`0${at}`)).toBe(before.members.get(`0${at + 1}`));
  });
});
