export {
  codeOn,
  countyOf,
  divisionTable,
  divisionsMeant,
  isWithinCounty,
  lineage,
  lineageOf,
  successors,
} from './division-table';
export type { Division, DivisionTable } from './division-table';
