import type { LocalDate } from '@xianjie/domain';
import { AFTER_FREEZE_TICK, asOfAt } from './calendar';
import { REGISTRY_TICKS } from './fates';
import type { SourceName } from './truth';

export type SourceFilePlan = Readonly<{
  name: string;
  source: SourceName;
  asOf: LocalDate;
  tick: number;
  encoding: 'utf-8' | 'gb18030' | 'xlsx';
  /** `initial` the pair before the year, `year`, `window` after its end, `after-freeze` for supplements. */
  phase: 'initial' | 'year' | 'window' | 'after-freeze';
  totals: 'none' | 'file' | 'county';
}>;

/** XLSX is for provinces up to about this many persons in the registry; a workbook holds all of its zip in memory. */
export const XLSX_MAX_PERSONS = 30_000;

/** The files in the order in which the offices hand them over: of one day, the registry first. */
export const planFiles = (year: number, registryPersons: number): SourceFilePlan[] => {
  const plans: SourceFilePlan[] = [];
  for (let tick = 0; tick <= AFTER_FREEZE_TICK; tick += 1) {
    const phase = tick === 0 ? 'initial' : tick <= 12 ? 'year' : tick <= 14 ? 'window' : 'after-freeze';
    const asOf = asOfAt(year, tick);
    const sources: SourceName[] = [];
    if (REGISTRY_TICKS.includes(tick)) sources.push('poverty');
    if (tick <= 14) sources.push('dibao');
    for (const source of sources) {
      const workbook = registryPersons <= XLSX_MAX_PERSONS && tick === 6 && source === 'poverty';
      const gb = source === 'poverty' ? tick % 6 === 0 : tick % 3 === 1;
      const encoding = workbook ? 'xlsx' : gb ? 'gb18030' : 'utf-8';
      const totals =
        source === 'dibao' ? (tick === 5 ? 'county' : tick % 4 === 2 ? 'file' : 'none') : tick === 9 ? 'file' : 'none';
      plans.push({ name: `${source}-${asOf}.${workbook ? 'xlsx' : 'csv'}`, source, asOf, tick, encoding, phase, totals });
    }
  }
  return plans;
};
