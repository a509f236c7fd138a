/** The poverty registry's default columns, in file order (interfaces.md, "Source files"). */
// prettier-ignore
export const registryColumns = [
  '户编号', '人编号', '数据年度', '行政区划代码', '户主姓名', '姓名', '性别', '证件号码', '与户主关系', '民族', '健康状况', '劳动能力',
  '户属性', '主要致贫原因', '其他致贫原因', '识别标准', '首次识别时间', '脱贫属性', '计划脱贫年度', '脱贫年度', '脱贫日期', '未脱贫原因',
  '脱贫路径', '人均纯收入', '两不愁三保障', '得分', '监测类型', '风险是否消除', '家庭人口数', '联系电话',
] as const;
export type RegistryColumn = (typeof registryColumns)[number];
