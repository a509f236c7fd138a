/** Dibao's default columns, in file order (interfaces.md, "Source files"). */
// prettier-ignore
export const dibaoColumns = [
  '低保证号', '保障类型', '行政区划代码', '户主姓名', '姓名', '性别', '证件号码', '与户主关系', '是否保障人口', '保障类别', '补差方式',
  '户月保障金额', '起始年月', '停发年月', '状态', '退保原因', '核对报告编号', '核对日期', '复核日期', '是否建档立卡', '开户银行', '银行账号',
  '账户户名', '联系电话',
] as const;
export type DibaoColumn = (typeof dibaoColumns)[number];
