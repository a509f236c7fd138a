import type { LocalDate } from '@xianjie/domain';
import { v7 } from 'uuid';
import { books, heardNote, noteOf, valueOf } from '../books';
import type { Heard, ImportBegun } from '../books';
import { CaseFiles } from '../case-files';
import { followMoved, holderOf } from './moved-cases';
import type { CaseworkParts } from './parts';
import { latestSpell } from './spells';

/** Before every snapshot: whatever comes next is not late. */
const NEVER: LocalDate = '1900-01-01';

/**
 * What stands without the import is still known under its record's key, as of when it was told before; the rest is forgotten. What a later import said of a
 * household may have rested on what was taken back: its next row is heard, also where it says the same again (S-7).
 */
export const forgetHeard = async (
  parts: CaseworkParts,
  importId: string,
  { county, shard }: ImportBegun,
  households: ReadonlySet<string>,
): Promise<void> => {
  const { log, codec } = parts;
  for (const book of [books.heardPoverty, books.heardDibao])
    for await (const page of log.notesIn(book, county)) {
      const ours = page.flatMap(({ key }, i) => {
        const heard = valueOf<Heard>(page[i]);
        const isOurs = heard?.import === importId || (heard?.digest !== null && households.has(heard?.household ?? ''));
        return heard && isOurs ? [{ key, heard }] : [];
      });
      if (ours.length === 0) continue;
      const files = new CaseFiles(log, codec);
      await files.load(ours.map(({ heard }) => heard.household));
      // A case that somebody else told of stands, perhaps, where it has moved since; of the import's own nothing is left to look for.
      const told = ours.filter(({ heard }) => heard.import === importId && heard.before !== undefined);
      const isCase = book === books.heardDibao;
      if (isCase)
        await followMoved(
          parts,
          files,
          told.map(({ key, heard }) => ({ recordKey: key, file: files.get(heard.household) })),
        );
      const notes = ours.map(({ key, heard }) => {
        if (heard.import !== importId) return heardNote(book, key, county, { ...heard, digest: null });
        const last = files.get(heard.household);
        const file = isCase && last && heard.before !== undefined ? holderOf(files, last, key) : last;
        const stands = file && (isCase ? latestSpell(file.state, { recordKey: key }) !== null : file.state.registration !== null);
        const asOf = heard.before ?? NEVER;
        return stands
          ? heardNote(book, key, county, { digest: null, asOf, household: file.id, import: null, present: true })
          : noteOf(book, key, county, null);
      });
      await log.append({ shard, commandId: v7(), streams: [], notes });
    }
};
