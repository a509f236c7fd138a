import { copiedToFold } from '@xianjie/log';
import { viewOfStream } from './fold-stream';
import type { Decode } from './fold-stream';
import { EncodedHouseholds } from './postgres-copy-rows';
import type { EncodedRows } from './postgres-copy-rows';

export type FoldedPage = Readonly<{ households: number; events: number; rows: EncodedRows }>;

/** What the views hold of the streams of a page, ready to be stored. */
export const foldPage = (page: Uint8Array, decode: Decode): FoldedPage => {
  const rows = new EncodedHouseholds();
  let [households, events] = [0, 0];
  for (const { stream, events: recorded } of copiedToFold(page)) {
    const folded = viewOfStream(stream, recorded, decode);
    if (folded === null) continue;
    events += recorded.length;
    households += 1;
    rows.add(folded);
  }
  return { households, events, rows: rows.finish() };
};
