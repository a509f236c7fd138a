import { exitListLines, supplementLines } from '@xianjie/domain';
import type { ExitList, Line, ListScope, ListVersion, ListedHousehold } from '@xianjie/domain';
import type { CountyFold, Unreadable } from './county-fold';
import { numberIn, proofsOf } from './list-stream';
import type { LoadedList } from './list-stream';

/** The whole version that stands under `version`, and its supplements up to it, oldest first. */
export const versionsUnder = ({ versions }: ExitList, version: number): readonly ListVersion[] => {
  const upTo = versions.filter((known) => known.version <= version);
  const base = upTo.findLastIndex(({ kind }) => kind !== 'SUPPLEMENT');
  return base < 0 ? [] : upTo.slice(base);
};

export const scopeOf = ({ county, year }: LoadedList, version: ListVersion): ListScope => ({
  // The list keeps the code under which it was opened; its lines have the one of the freeze (S-20).
  county: version.codeAtFreeze ?? county,
  year,
  countyLineage: version.countyLineage,
  freezeOn: version.frozenOn,
  coveredUntil: version.coveredUntil,
  programmes: version.programmes,
});

/** One version as it was or is to be frozen: the households at its position, and the lines it has. */
export type Draft = Readonly<{ households: readonly ListedHousehold[]; lines: readonly Line[] }>;

/**
 * Lines of versions from the log alone, oldest first: a supplement is the difference between what was issued before it and the
 * whole list at its own position (S-22), so every version under it is folded too. Who was issued, their hashes say: a fold by a mended
 * rule has others.
 */
export const draftsOf = async (
  loaded: LoadedList,
  versions: readonly ListVersion[],
  fold: CountyFold,
  unreadable?: Unreadable,
): Promise<readonly Draft[]> => {
  const positions = versions.map(({ position }) => numberIn(position));
  const countyLineage = [...new Set(versions.flatMap((version) => version.countyLineage))];
  const folded = await fold.at({ countyLineage, year: loaded.year, positions }, unreadable);
  const issued = versions.map(({ version }) => proofsOf(loaded, version));
  return versions.reduce<readonly Draft[]>((drafts, version) => {
    const households = folded.get(numberIn(version.position)) ?? [];
    const now = exitListLines(households, scopeOf(loaded, version));
    const before = drafts.map(({ lines }) => lines);
    const lines = version.kind === 'SUPPLEMENT' ? supplementLines(before, now, issued.slice(0, drafts.length)) : now;
    return [...drafts, { households, lines }];
  }, []);
};
