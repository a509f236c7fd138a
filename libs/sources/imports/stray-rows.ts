import type { ReportedHousehold } from '../reported';
import type { HouseholdToTell } from './import';

/** What a row that names no household says of whose it may be. */
export type StrayRow = Readonly<{ number: string | null; headName: string | null }>;

type Staged = Readonly<{ strays: (no: string, after: string, count: number) => Promise<readonly HouseholdToTell[]> }>;
type Kept = Readonly<{ strayRows: (household: HouseholdToTell) => Promise<readonly StrayRow[]> }>;

const PAGE = 500;

/**
 * Rows without a household that can be read: the number is missing, has lost digits, or stands under a county that nobody knows. They
 * count as present (S-6) in the household of their number; without a number, in each whose head they name.
 */
export class StrayRows {
  private readonly rows = new Map<string, number>();

  static async read(no: string, staged: Staged, kept: Kept): Promise<StrayRows> {
    const found = new StrayRows();
    for (let after = '-1'; ;) {
      const page = await staged.strays(no, after, PAGE);
      for (const household of page) for (const row of await kept.strayRows(household)) found.add(row);
      const last = page.at(-1);
      if (!last) return found;
      after = last.seq;
    }
  }

  /** The report with the rows that may be of its household counted as withheld. */
  with<R extends ReportedHousehold>(report: R): R {
    if (this.rows.size === 0) return report;
    const number = report.system === 'registry' ? report.registryNo : report.caseNo;
    const strays = (this.rows.get(number) ?? 0) + (report.headName === null ? 0 : (this.rows.get(report.headName) ?? 0));
    return { ...report, withheldRows: report.withheldRows + strays };
  }

  /** Names and numbers share one table: no name is made of digits. */
  private add({ number, headName }: StrayRow): void {
    const key = number ?? headName;
    if (key !== null) this.rows.set(key, (this.rows.get(key) ?? 0) + 1);
  }
}
