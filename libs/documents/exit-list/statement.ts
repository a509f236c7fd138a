import type { CountyCode, DaySeal, ListCounts, LocalDate, VersionKind } from '@xianjie/domain';
import { canonicalJson } from '../canonical-json';

/** What the poverty office signs: everything that says which list it is, and the root for what is in it (S-24). */
export type Statement = Readonly<{
  list: string;
  county: CountyCode;
  year: number;
  version: number;
  kind: VersionKind;
  frozenOn: LocalDate;
  position: string;
  counts: ListCounts;
  root: string;
}>;

/** Says how the lines and the root are made; another construction gets another name. */
export const FORMAT = 'xianjie-exit-list/1';

/** The canonical JSON that is signed, byte for byte. */
export const statementBytes = (statement: Statement): Buffer => canonicalJson({ format: FORMAT, act: 'sign', ...statement });

/** What civil affairs signs with its own key: the same, and the seal of its day. */
export const acknowledgementBytes = (statement: Statement, seal: DaySeal): Buffer =>
  canonicalJson({ format: FORMAT, act: 'acknowledge', ...statement, seal });
