import type { Line } from '@xianjie/domain';

/** Port. The frozen lines beside the log, personal values encrypted per person: for a second opinion, never for `regenerate`. */
export abstract class RecordedLines {
  /** Recording a version again changes nothing. */
  abstract record(listId: string, version: number, lines: readonly Line[]): Promise<void>;
  /** In line order; empty when they were deleted. */
  abstract read(listId: string, version: number): Promise<readonly Line[]>;
}
