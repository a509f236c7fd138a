import { canonicalCsv, cellsOf, headings, lineHash, rootOf } from '@xianjie/documents';
import type { OpenedLine } from '@xianjie/documents';
import type { HouseholdId, Line, LineProof, ListVersion, PersonId } from '@xianjie/domain';
import type { CountyFold } from './county-fold';
import type { LoadedList } from './list-stream';
import { proofsOf } from './list-stream';
import { canonicalLines, openLines, openMarking } from './opened-lines';
import type { PersonKeys, PersonVault } from '@xianjie/persons';
import type { RecordedLines } from './recorded-lines';
import { draftsOf, versionsUnder } from './version-lines';

/** Line numbers count from 1, the heading not counted; no personal value is in here. */
export type Difference = Readonly<{
  line: number;
  householdId: HouseholdId | null;
  person: PersonId | null;
  what: 'line-altered' | 'line-missing' | 'line-added' | 'root-altered';
  /** The columns that differ from the recorded line, when that is still there. */
  columns: readonly string[];
}>;
export type ErasedLine = Readonly<{ line: number; householdId: HouseholdId; person: PersonId }>;
export type Regenerated = Readonly<{
  version: ListVersion;
  opened: readonly OpenedLine[];
  /** Salts by line; null where the person is erased. */
  salts: readonly (string | null)[];
  bytes: Buffer;
  /** Null: the bytes are those frozen, but for erased persons, who are named. */
  difference: Difference | null;
  erased: readonly ErasedLine[];
}>;

/** Folds the log again up to a version's position and compares with what was frozen (S-21). */
export class RegenerateExitList {
  constructor(
    private readonly fold: CountyFold,
    private readonly vault: PersonVault,
    private readonly recorded: RecordedLines,
  ) {}

  /** Null when there is no such version. */
  async regenerate(loaded: LoadedList, version: number): Promise<Regenerated | null> {
    const versions = versionsUnder(loaded.list, version);
    const asked = versions.at(-1);
    if (asked?.version !== version) return null;
    const lines = (await draftsOf(loaded, versions, this.fold, 'leave-out')).at(-1)?.lines ?? [];
    return this.compared(loaded, asked, lines);
  }

  /** The recorded lines as they lie beside the log, compared with what was frozen; null when they are no longer there. */
  async ofRecorded(loaded: LoadedList, version: number): Promise<Regenerated | null> {
    const lines = await this.recorded.read(loaded.listId, version);
    const asked = loaded.list.versions.find((known) => known.version === version);
    const isGone = lines.length === 0 && proofsOf(loaded, version).length > 0;
    return asked === undefined || isGone ? null : this.compared(loaded, asked, lines);
  }

  private async compared(loaded: LoadedList, asked: ListVersion, lines: readonly Line[]): Promise<Regenerated> {
    const { version } = asked;
    const opened = await openLines(lines, this.vault, 'mark');
    const proofs = proofsOf(loaded, version);
    const salts = await openMarking(
      proofs.map(({ salt }) => salt),
      this.vault,
    );
    const title = { listId: loaded.listId, version };
    const canonical = canonicalLines(opened, title);
    // After the values: whoever was erased in between counts as erased.
    const keys = await this.vault.unlock(proofs.map(({ person }) => person));
    const found = firstDifference({ opened, canonical, proofs, salts, keys }, asked);
    const difference = found && { ...found, columns: await this.columns(loaded.listId, version, found.line, opened) };
    return { version: asked, opened, salts, bytes: canonicalCsv(canonical), difference, erased: erasedIn(opened) };
  }

  private async columns(
    listId: string,
    version: number,
    line: number,
    opened: readonly OpenedLine[],
  ): Promise<readonly string[]> {
    const recorded = (await this.recorded.read(listId, version))[line - 1];
    const now = opened[line - 1];
    if (recorded === undefined || now === undefined) return [];
    const [then] = await openLines([recorded], this.vault, 'mark');
    const cells = cellsOf(now, { listId, version });
    return then === undefined ? [] : headings.filter((_, index) => cellsOf(then, { listId, version })[index] !== cells[index]);
  }
}

const erasedIn = (opened: readonly OpenedLine[]): readonly ErasedLine[] =>
  opened.flatMap(({ line: { householdId, person }, isErased }, index) =>
    isErased ? [{ line: index + 1, householdId, person }] : [],
  );

type Found = Omit<Difference, 'columns'>;

type Compared = Readonly<{
  opened: readonly OpenedLine[];
  canonical: readonly string[];
  proofs: readonly LineProof[];
  salts: readonly (string | null)[];
  keys: Pick<PersonKeys, 'isErased'>;
}>;

const firstDifference = (compared: Compared, { root }: ListVersion): Found | null => {
  const { opened, proofs } = compared;
  for (let index = 0; index < Math.max(opened.length, proofs.length); index++) {
    const what = differenceAt(compared, index);
    const { householdId, person } = proofs[index] ?? opened[index]?.line ?? { householdId: null, person: null };
    if (what !== null) return { line: index + 1, householdId, person, what };
  }
  if (rootOf(proofs.map(({ hash }) => hash)) !== root) return { line: 0, householdId: null, person: null, what: 'root-altered' };
  return null;
};

const differenceAt = ({ opened, canonical, proofs, salts, keys }: Compared, at: number): Found['what'] | null => {
  const [line, proof] = [opened[at], proofs[at]];
  if (line === undefined) return 'line-missing';
  if (proof === undefined) return 'line-added';
  // The hash of an erased person's line can no longer be made: it must still be that person's line, at that place. A value that is
  // merely empty erases nobody.
  if (keys.isErased(proof.person)) return isSamePlace(line, proof) ? null : 'line-altered';
  return lineHash(salts[at] ?? '', canonical[at] as string) === proof.hash ? null : 'line-altered';
};

const isSamePlace = ({ line }: OpenedLine, proof: LineProof): boolean =>
  line.person === proof.person &&
  line.householdId === proof.householdId &&
  line.section === proof.section &&
  line.change === proof.change;
