export { codeOn, countyOf, divisionTable, lineage, lineageOf, successors } from './division-table';
export type { Division, DivisionTable } from './division-table';
