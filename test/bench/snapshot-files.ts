import { REGISTRY_COLUMNS, aRegistryRow, csvLine, syntheticIdNo } from '@xianjie/testing';

const MEMBERS = 4;
const SURNAMES = [...'韦黄覃陆农李梁廖蒙莫岑罗周吴陈'];
const GIVEN = [...'大山阿花小妹建国秀英海燕文武春兰玉梅志强丽华东升'];
const COUNTIES = ['451422', '451423', '451424', '451425'];
/** One household in so many changes in the later month. */
export const CHANGED_SHARE = 20;

const pick = <Value>(from: readonly Value[], at: number): Value => from[at % from.length] as Value;

const BIRTHDAYS = 70 * 12 * 28;
const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** A person of the file, as a report would say the same; each has a number of their own. */
export const personOf = (household: number, member: number) => {
  const county = pick(COUNTIES, household);
  const person = Math.floor(household / COUNTIES.length) * MEMBERS + member;
  const day = person % BIRTHDAYS;
  const birth = `${1940 + (day % 70)}-${twoDigits((Math.floor(day / 70) % 12) + 1)}-${twoDigits(Math.floor(day / 840) + 1)}`;
  return {
    county,
    division: `${county}100${String((household % 200) + 200)}`,
    registryNo: `${county}${String(household).padStart(9, '0')}`,
    name: pick(SURNAMES, household) + pick(GIVEN, household * 7 + member) + pick(GIVEN, household * 3 + member * 5),
    idNo: syntheticIdNo({ division: county, birth, sex: '男', serial: Math.floor(person / BIRTHDAYS) }),
  };
};

const row = (household: number, member: number, isLater: boolean): string => {
  const { division, registryNo, name, idNo } = personOf(household, member);
  // One household in twenty is planned for exit in the later month.
  const changed = isLater && household % CHANGED_SHARE === 0;
  const cells = aRegistryRow({
    户编号: registryNo,
    人编号: String(member + 1).padStart(2, '0'),
    行政区划代码: division,
    户主姓名: personOf(household, 0).name,
    姓名: name,
    证件号码: idNo,
    与户主关系: member === 0 ? '户主' : '之子',
    家庭人口数: String(MEMBERS),
    脱贫属性: changed ? '预脱贫' : '未脱贫',
    计划脱贫年度: changed ? '2017' : '',
  });
  return csvLine(REGISTRY_COLUMNS.map((column) => cells[column]));
};

/** A registry snapshot of households of four, the same for the same arguments; in `isLater` every twentieth household changed. */
export async function* snapshotCsv(households: number, isLater: boolean): AsyncIterable<Buffer> {
  let lines: string[] = [csvLine(REGISTRY_COLUMNS)];
  for (let household = 0; household < households; household += 1) {
    for (let member = 0; member < MEMBERS; member += 1) lines.push(row(household, member, isLater));
    if (lines.length < 4_000) continue;
    yield Buffer.from(`${lines.join('\n')}\n`);
    lines = [];
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`);
}
