export type Overlap = Readonly<{
  division: string;
  at: string;
  registryPersons: number;
  dibaoPersons: number;
  bothPersons: number;
  /** Percent of dibao persons (HN-2: 68 %), two decimals, rounded half up; null without persons. */
  shareOfDibao: number | null;
  /** Percent of registry persons. */
  shareOfRegistry: number | null;
}>;

/** Hundredths of a percent in integers: 103/292 is 35.27, never 35.28 (domain.md GX-2). */
const share = (part: number, of: number): number | null => (of === 0 ? null : Math.floor((part * 20_000 + of) / (2 * of)) / 100);

type Counts = Readonly<{ registry: number; dibao: number; both: number }>;

export const overlapAnswer = (division: string, at: string, { registry, dibao, both }: Counts): Overlap => ({
  ...{ division, at, registryPersons: registry, dibaoPersons: dibao, bothPersons: both },
  shareOfDibao: share(both, dibao),
  shareOfRegistry: share(both, registry),
});
