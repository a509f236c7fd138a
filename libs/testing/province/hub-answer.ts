import type { DibaoKey, RegistryKey } from './truth';

/** A household's lines in one section of a county's list: `covered` as its column 保障人口数 says. */
export type AnsweredHousehold = Readonly<{ householdNo: string; covered: number }>;
export type AnsweredCounty = Readonly<{
  /** The code on the list, that of the freeze. */
  county: string;
  section1: readonly AnsweredHousehold[];
  section2: readonly AnsweredHousehold[];
}>;

/**
 * What a hub says of the rows it was given. `county` in a key is the first code of the lineage (`truth.lineages` maps); a row is found by
 * its own numbers, never by truth's. An id is any string that is the same for what the hub holds to be the same person or household
 * (an id that was superseded is answered with its successor); null where the hub has none, as for a quarantined row.
 */
export type HubAnswer = Readonly<{
  registryPerson: (key: RegistryKey) => string | null;
  /** `idNo` and `name` are the cells as the last file has them: normalise before looking up. */
  dibaoPerson: (key: DibaoKey) => string | null;
  registryHousehold: (key: Readonly<{ county: string; householdNo: string }>) => string | null;
  dibaoHousehold: (key: Readonly<{ county: string; caseNo: string; from: string }>) => string | null;
  lists: readonly AnsweredCounty[];
  /** Persons with an open difference: CR-03 and CR-04. Ids as above; undefined where a hub opens none. */
  doubled?: Readonly<{ registry: ReadonlySet<string>; dibao: ReadonlySet<string> }>;
}>;

/** Differences by class: an error kind, `shared-members` (a true split, marriage, merge or duplicate), or `unexplained`. */
export type Differences = Record<string, number>;
export type Score = Readonly<{
  persons: Readonly<{
    withSeveralRows: number;
    inBothSources: number;
    linked: number;
    linkedInBoth: number;
    missed: Differences;
  }>;
  households: Readonly<{ withBoth: number; linked: number; missed: Differences; wronglyMerged: number }>;
  lists: Readonly<{
    trueLines: number;
    hubLines: number;
    agreed: number;
    missing: Differences;
    extra: Differences;
    coveredDiffers: Differences;
  }>;
  /** Persons twice in one source: true ones, those with an open difference (CR-03, CR-04), and what differs. */
  doubles: Readonly<
    Record<'registry' | 'dibao', Readonly<{ true: number; found: number; missed: Differences; extra: Differences }>>
  > | null;
  errorKinds: Record<string, Readonly<{ count: number; rate: number; expected: number; within: boolean }>>;
  /** Two true persons with one hub id; must be 0. */
  wrongLinks: number;
  /** Must be 0. */
  unexplained: number;
  /** At most a hundred, in words, for the one who looks into it; numbers of households and rows only, never names. */
  examples: readonly string[];
}>;
