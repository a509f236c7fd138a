import { canonicalCsv, canonicalLine, cellsOf, exitListPdf, exitListXlsx, headings, masked } from '@xianjie/documents';
import type { CountyCode } from '@xianjie/domain';
import { done, refused } from './answers';
import type { ListAnswer } from './answers';
import type { LoadedList } from './list-stream';
import { paperOf } from './paper';
import type { Regenerated, RegenerateExitList } from './regenerate-exit-list';

export type DocumentFormat = 'json' | 'csv' | 'xlsx' | 'pdf';
export type ShowAsked = Readonly<{ format: DocumentFormat; version?: number; wholeIds?: boolean }>;
export type Shown = Readonly<{ bytes: Buffer; mediaType: string; fileName: string; version: number; rows: number }>;

const MEDIA_TYPES: Readonly<Record<DocumentFormat, string>> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

/** A frozen version as a document, from the log; identity numbers are masked unless asked for whole. */
export class ShowExitList {
  constructor(
    private readonly regenerator: RegenerateExitList,
    private readonly countyName: (county: CountyCode) => string | null,
  ) {}

  /** Without a number the newest version. */
  async show(loaded: LoadedList, { format, version, wholeIds = false }: ShowAsked): Promise<ListAnswer<Shown>> {
    const asked = version ?? loaded.list.versions.at(-1)?.version;
    const regenerated = asked === undefined ? null : await this.regenerator.regenerate(loaded, asked);
    if (asked === undefined || regenerated === null) return refused(loaded.list, 'no-such-version');
    const bytes = await this.written(loaded, regenerated, format, wholeIds);
    const fileName = `${loaded.listId}-v${asked}.${format}`;
    const shown = { bytes, mediaType: MEDIA_TYPES[format], fileName, version: asked, rows: regenerated.opened.length };
    return { ...done(loaded), ...shown };
  }

  private async written(loaded: LoadedList, { opened, version }: Regenerated, format: DocumentFormat, wholeIds: boolean) {
    const lines = wholeIds ? opened : opened.map(masked);
    const title = { listId: loaded.listId, version: version.version };
    switch (format) {
      case 'csv':
        return canonicalCsv(lines.map((line) => canonicalLine(line, title)));
      case 'xlsx':
        return exitListXlsx(paperOf(loaded, version, lines, this.countyName(loaded.county)));
      case 'pdf':
        return exitListPdf(paperOf(loaded, version, lines, this.countyName(loaded.county)));
      case 'json': {
        const rows = lines.map((line) => Object.fromEntries(cellsOf(line, title).map((cell, at) => [headings[at], cell])));
        return Buffer.from(
          `${JSON.stringify({ ...title, county: loaded.county, year: loaded.year, ...version, lines: rows })}\n`,
        );
      }
    }
  }
}
