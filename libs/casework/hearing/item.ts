import type { ReportedIdentity } from '@xianjie/domain';
import type { Origin } from '@xianjie/log';
import type { Evidence, HearOutcome, HeardReport, ReportedAbsence, ReportedHousehold } from '@xianjie/sources';

/** One record that a source reports, or says is gone; sources own the shape, since they hand it over. */
export type HearItem = HeardReport;
export type { HearOutcome };

export const isAbsence = (report: ReportedHousehold | ReportedAbsence): report is ReportedAbsence => 'absent' in report;

export const shardOf = (county: string): string => county.slice(0, 2);

/** CloudEvents `source`, a relative URI: `<file hash>?import=<id>#<sheet>!<row>`. */
export const sourceOf = ({ fileHash, sheet, row }: Evidence, importId: string | null): string =>
  `${fileHash}${importId === null ? '' : `?import=${importId}`}#${sheet}!${row}`;

export const isFromImport = (source: string, importId: string): boolean =>
  source.split('#')[0]?.endsWith(`?import=${importId}`) === true;

/** The import that an event cites, or null. */
export const importOf = (source: string): string | null => /[?]import=([^#]+)/.exec(source)?.[1] ?? null;

/** A number that may be hashed and claimed (S-12). */
export const soundNumber = ({ idNo, kind, problem }: ReportedIdentity): string | null =>
  kind === 'other' || problem !== null ? null : idNo;

/** S-2, S-9: what dates from before the last hearing is late; what changes an earlier word is a correction. */
export const originOf = (type: string, on: string, lastAsOf: string | null, given: 'initial-load' | undefined): Origin => {
  if (type === 'ExitCorrected' || type === 'DibaoCorrected' || type === 'MemberCorrected') return 'correction';
  if (given !== undefined) return given;
  return lastAsOf !== null && on < lastAsOf ? 'late' : 'change';
};

/** The numbers of a report that may be hashed. */
export const numbersIn = ({ members }: ReportedHousehold): string[] => {
  const numbers: string[] = [];
  for (const { identity } of members) {
    const idNo = soundNumber(identity);
    if (idNo !== null) numbers.push(idNo);
  }
  return numbers;
};
