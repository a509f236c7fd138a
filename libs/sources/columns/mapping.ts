import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { HubError } from '@xianjie/domain';
import type { SourceName } from '../reported';
import { codeWord } from '../values/codes';
import { dibaoColumns } from './dibao-columns';
import { registryColumns } from './registry-columns';

/** A mapping file (YAML or JSON): how one province's export differs from the default columns. */
const mappingShape = z.strictObject({
  /** Our column → the heading in the file. */
  columns: z.record(z.string(), z.string()).default({}),
  /** Columns that this source does not have: read as empty instead of refusing the file. */
  without: z.array(z.string()).default([]),
  /** Local class name → A, B or C (YN-24); a class outside it waits (CR-33). */
  classes: z.record(z.string(), z.string()).default({}),
});
export type Mapping = z.infer<typeof mappingShape>;

export class UnreadableMapping extends HubError {
  readonly code = 'unreadable-mapping';
  readonly retryable = false;
}

export const columnsOf = (source: SourceName): readonly string[] => (source === 'poverty' ? registryColumns : dibaoColumns);
/** Columns that no format promises: read where the heading has them, or where a mapping says how they are called. */
export const optionalColumns: readonly string[] = ['死亡日期'];
export const defaultMapping: Mapping = { columns: {}, without: [], classes: {} };

/** @throws UnreadableMapping, naming the field, or a column that the source's format does not have. */
export const mappingFrom = (text: string, source: SourceName): Mapping => {
  let said: unknown;
  try {
    said = parse(text);
  } catch (cause) {
    throw new UnreadableMapping(`the mapping is neither YAML nor JSON: ${(cause as Error).message}`, { cause });
  }
  const read = mappingShape.safeParse(said ?? {});
  if (!read.success)
    throw new UnreadableMapping(
      `mapping: ${read.error.issues.map(({ path, message }) => [path.join('.') || 'file', message].join(': ')).join('; ')}`,
    );
  const known = new Set([...columnsOf(source), ...optionalColumns]);
  const unknown = [...Object.keys(read.data.columns), ...read.data.without].filter((column) => !known.has(column));
  if (unknown.length > 0) throw new UnreadableMapping(`mapping: ${source} has no column ${unknown.join('、')}`);
  const classes = Object.fromEntries(
    Object.entries(read.data.classes).map(([local, code]) => [codeWord(local).toUpperCase(), code]),
  );
  return { ...read.data, classes };
};

export const readMapping = (file: string, source: SourceName): Mapping => mappingFrom(readFileSync(file, 'utf8'), source);
