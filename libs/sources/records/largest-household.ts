import type { SourceRow } from './source-row';

/** Of one record, by either door. A file in which one number stands for a whole county would make one event that no topic takes. */
export const MOST_MEMBERS = 100;

/** True when there are more: all of them wait, for nobody can tell whose the number is. */
export const areTooMany = (rows: readonly Readonly<{ source: SourceRow }>[], column: '户编号' | '低保证号'): boolean => {
  if (rows.length <= MOST_MEMBERS) return false;
  const message = `${rows.length} rows bear this ${column}; a household has up to ${MOST_MEMBERS} members`;
  for (const { source } of rows) source.fault(column, 'too-many-members', message);
  return true;
};
