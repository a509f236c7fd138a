import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlankedFile, PersonId } from '@xianjie/domain';
import { KeptFile } from '../kept/kept-file';
import type { Import, ImportPart } from '../imports/import';
import type { PostgresImports } from '../imports/postgres-imports';
import type { KeptPlace } from '../imports/receive-file';
import { RecordBlanker } from './blank-record';
import { ErasedRows, tombstonesOf } from './erased-rows';
import type { PersonInClear } from './erased-rows';
import { bearsAny, needlesOf, patchesInFile, patchesInRuns } from './find-patches';
import { ImportAtWork, KeptSources } from './kept-sources';
import type { PostgresRewrites, RunOfPart } from './postgres-rewrites';
import { dropOriginal, finishRewrites, rewriteKeptFile } from './rewrite-kept-file';
import type { Patch } from './rewrite-kept-file';

type FindIn = (file: KeptFile, part: ImportPart, blanker: RecordBlanker) => Promise<readonly Patch[]>;

/** Kept files in a folder, their places in Postgres. */
export class PostgresKeptSources extends KeptSources {
  constructor(
    private readonly imports: PostgresImports,
    private readonly rewrites: PostgresRewrites,
    private readonly place: KeptPlace,
  ) {
    super();
  }

  async bury(persons: readonly PersonInClear[]): Promise<void> {
    for (const person of persons) await this.rewrites.addTombstones(tombstonesOf(person, this.place.keys), person.person);
  }

  async blank(persons: readonly PersonInClear[]): Promise<void> {
    const hashes = new Map(
      persons.flatMap((one) => tombstonesOf(one, this.place.keys).map((hash) => [hash, one.person] as const)),
    );
    const erased = new ErasedRows(hashes, this.place.keys);
    const needles = needlesOf(persons);
    await this.rewrites.exclusively(async () => {
      await finishRewrites(this.place, this.rewrites);
      const running = (await this.imports.unsettled())[0];
      // It settles after this, and by then the tombstones are there; but what it tells meanwhile is under keys that still stand.
      if (running !== undefined) throw new ImportAtWork(running);
      for (const { id, state } of await this.rewrites.settledImports()) {
        const job = await this.imports.read(id);
        if (!job) continue;
        const isOurs = await this.imports.alone(job.no, async () => {
          if (state === 'refused') await this.dropRefused(job, needles);
          else await this.blankImport(job, erased, (file, part, blanker) => patchesInFile(file, part, needles, blanker));
        });
        if (!isOurs) throw new ImportAtWork(id);
      }
    });
  }

  async blankedFor(persons: readonly PersonId[]): Promise<readonly BlankedFile[]> {
    return this.rewrites.blankedFor(persons);
  }

  /** Before an import settles: its rows of persons who were erased earlier go, in records known to list one and in quarantine. */
  async blankSettling(job: Import): Promise<void> {
    const erased = new ErasedRows(await this.rewrites.tombstones(null), this.place.keys);
    if (erased.isEmpty) return;
    const runs = await this.rewrites.erasedRuns(job.no);
    if (runs.length === 0) return;
    const ofPart = (no: number): readonly RunOfPart[] => runs.filter(({ part }) => part === no);
    await this.rewrites.exclusively(async () => {
      await finishRewrites(this.place, this.rewrites);
      await this.blankImport(job, erased, (file, { part }, blanker) => patchesInRuns(file, ofPart(part), blanker));
    });
  }

  private async blankImport(job: Import, erased: ErasedRows, find: FindIn): Promise<void> {
    const files = await this.imports.files(job.no);
    for (const part of await this.imports.parts(job.no)) {
      // Its time was over: there is nothing left to be looked through.
      if (part.path === '') continue;
      const kept = await KeptFile.open(join(this.place.folder, part.path), this.place.keys.unwrap(part.path, part.keyBox));
      const blanker = new RecordBlanker(job.source, part, erased);
      const patches = await find(kept, part, blanker).finally(() => kept.close());
      if (patches.length === 0) continue;
      // The book goes first: after a kill its decoded sheet still shows that it must.
      const original = files.find(({ number }) => number === part.file)?.path ?? '';
      if (original !== '' && original !== part.path) await dropOriginal(this.place, this.rewrites, original);
      await rewriteKeptFile(this.place, this.rewrites, job, part, patches);
    }
  }

  /** Nothing was taken from it and it is never started again; its rows may be unreadable, so the whole file goes. */
  private async dropRefused({ no }: Import, needles: readonly Buffer[]): Promise<void> {
    const parts = await this.imports.parts(no);
    for (const { number, path, keyBox, format } of await this.imports.files(no)) {
      if (path === '') continue;
      const kept = await KeptFile.open(join(this.place.folder, path), this.place.keys.unwrap(path, keyBox));
      try {
        // A book is compressed: whom it shows cannot be seen without reading it.
        if (format !== 'xlsx' && !(await bearsAny(kept, needles))) continue;
      } finally {
        await kept.close();
      }
      await dropOriginal(this.place, this.rewrites, path);
      for (const part of parts) if (part.file === number) await rm(join(this.place.folder, part.path), { force: true });
    }
  }
}
