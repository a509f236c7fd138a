import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { canonicalCsv, canonicalLine, exitListPdf, exitListXlsx, hashFile, proofFile, publicPemOf } from '@xianjie/documents';
import type { OpenedLine } from '@xianjie/documents';
import { casesToReview } from '@xianjie/domain';
import type { CountyCode, LineProof, Signature } from '@xianjie/domain';
import { DeliveryFolderUnwritable } from '../faults';
import type { LoadedList } from './list-stream';
import type { Regenerated } from './regenerate-exit-list';
import { paperOf } from './paper';

type Content = Readonly<{
  regenerated: Regenerated;
  proofs: readonly LineProof[];
  statement: Buffer;
  signature: Signature;
}>;
/** The county itself gets every line; another the lines whose case it pays. */
const isFor = (county: CountyCode, recipient: CountyCode, { line }: OpenedLine): boolean =>
  recipient === county || casesToReview(line).some((one) => one.county === recipient);
export const linesFor = (county: CountyCode, recipient: CountyCode, { opened }: Regenerated): readonly OpenedLine[] =>
  opened.filter((one) => isFor(county, recipient, one));

type Kept = Readonly<{ opened: OpenedLine; salt: string | null }> | null;

/** `<root>/<year>/<county>/v<version>/<recipient>/`: everything an office needs to use a list and to check it (docs/exit-list.md). */
export class DeliveryFolder {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly root: string,
    private readonly countyName: (county: CountyCode) => string | null,
  ) {}

  receiptFor({ county, year }: LoadedList, version: number, recipient: CountyCode): string {
    return join(String(year), county, `v${version}`, recipient);
  }

  /**
   * Sets the folder as a whole: a reader sees all files or none. Returns the receipt. One at a time: two officials may deliver at once.
   * @throws DeliveryFolderUnwritable
   */
  write(loaded: LoadedList, recipient: CountyCode, content: Content): Promise<string> {
    const written = this.last
      .then(() => this.set(loaded, recipient, content))
      .catch((fault: NodeJS.ErrnoException) => {
        throw fault.syscall === undefined ? fault : new DeliveryFolderUnwritable(this.root, fault);
      });
    this.last = written.catch(() => undefined);
    return written;
  }

  private async set(loaded: LoadedList, recipient: CountyCode, content: Content): Promise<string> {
    const receipt = this.receiptFor(loaded, content.regenerated.version.version, recipient);
    const target = join(this.root, receipt);
    const unfinished = `${target}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true });
    for (const [name, bytes] of Object.entries(await filesOf(loaded, recipient, content, this.countyName(loaded.county))))
      await writeFile(join(unfinished, name), bytes, { mode: 0o600, flush: true });
    await sync(unfinished);
    await rm(target, { recursive: true, force: true });
    await mkdir(dirname(target), { recursive: true });
    await rename(unfinished, target);
    // The ledger will say that this was handed over, also after a power cut.
    await sync(dirname(target));
    return receipt;
  }
}

/** What a folder holds is on disk when the folder is. */
const sync = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
};

/** Another county gets the lines whose case it pays, every hash, and the salts of its own lines. */
const filesOf = async (
  loaded: LoadedList,
  recipient: CountyCode,
  content: Content,
  countyName: string | null,
): Promise<Record<string, Buffer | string>> => {
  const { regenerated, proofs, statement, signature } = content;
  const { version } = regenerated.version;
  const kept = regenerated.opened.map((opened, index): Kept =>
    isFor(loaded.county, recipient, opened) ? { opened, salt: regenerated.salts[index] ?? null } : null,
  );
  const lines = kept.flatMap((one) => (one === null ? [] : [one.opened]));
  const name = `${loaded.listId}-v${version}`;
  const paper = paperOf(loaded, regenerated.version, lines, countyName);
  return {
    [`${name}.csv`]: canonicalCsv(lines.map((line) => canonicalLine(line, { listId: loaded.listId, version }))),
    [`${name}.xlsx`]: await exitListXlsx(paper),
    [`${name}.pdf`]: await exitListPdf(paper),
    'statement.json': statement,
    'statement.sig': Buffer.from(signature.value, 'base64'),
    'public-key.pem': publicPemOf(Buffer.from(signature.publicKey, 'base64')),
    'hashes.txt': hashFile(proofs.map(({ hash }) => hash)),
    'proofs.csv': proofFile(proofs.map(({ hash }, index) => ({ hash, salt: kept[index]?.salt ?? null }))),
  };
};
