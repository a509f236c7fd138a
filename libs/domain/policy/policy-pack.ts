import type { Programme } from '../household/reports';
import type { CountyCode, LocalDate } from '../values';

// What provinces decide differently (domain.md 1.4): never a constant in the code, always a dated rule of a division (S-26).

/** After an exit: YN-14, YN-15 review at once; GX-14 may enter a transition. */
export type AfterExit = Readonly<{
  rule: 'REVIEW' | 'TRANSITION_ALLOWED';
  /** Days from the exit (or from when it is heard) to the review's due day; null: no day is set. */
  reviewWithinDays: number | null;
}>;
export type TransitionAnchor = 'EXIT' | 'DECISION';
/**
 * Whole months, both included (GX-14, CR-10); null forbids transitions. `exitPaths`: 脱贫路径 that count as support by policy, null: any.
 * Where the registry names no path nothing is forbidden: the official knows, the hub does not.
 */
export type TransitionRule = Readonly<{
  minMonths: number;
  maxMonths: number;
  anchor: TransitionAnchor;
  exitPaths: readonly string[] | null;
}> | null;

/** Every rule a division can set; a layer states only what it changes. */
export type PolicyRules = Readonly<{
  afterExit: AfterExit;
  transition: TransitionRule;
  /** Months between reviews, by class (YN-11); `otherwise` for a class not named, null: none is due. */
  reviewCadenceMonths: Readonly<{ byClass: Readonly<Record<string, number>>; otherwise: number | null }>;
  exitList: Readonly<{
    /** MM-DD of the year after the list's year (YN-13, S-20). */
    dueOn: string;
    programmes: readonly Programme[];
    /** MM-DD of the year after: facts recorded until then go into a supplement; null: always. */
    supplementsUntil: string | null;
    itemsDueWithinDays: number;
  }>;
  /** Departures above this share of a snapshot's scope wait for a confirmation (S-6). */
  departuresThreshold: number;
  withdrawalReasons: readonly string[];
  /** Months for which a verification report holds; null: not stated. */
  verificationValidMonths: number | null;
  classScheme: Readonly<{ id: string; codes: Readonly<Record<string, string>> }>;
}>;

/** One file of policies/: a division's own rules from a day on. `division` is a code's beginning: '' national, '53', '5301', '530124'. */
export type PolicyLayer = Readonly<{
  id: string;
  version: string;
  title: string;
  source: string;
  division: string;
  validFrom: LocalDate;
  validTo: LocalDate | null;
  rules: Partial<PolicyRules>;
}>;

/** The rules in force in one county on one day; `id` and `version` are those of the lowest layer. */
export type PolicyPack = Readonly<{ id: string; version: string; layers: readonly string[] } & PolicyRules>;

const holdsFor = (layer: PolicyLayer, county: CountyCode, date: LocalDate): boolean =>
  county.startsWith(layer.division) && layer.validFrom <= date && (layer.validTo === null || date <= layer.validTo);

/** From the nation down to the county; among a division's own the newer stands over the older. */
const lowestLast = (a: PolicyLayer, b: PolicyLayer): number =>
  a.division.length - b.division.length || (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0);

const RULES: readonly (keyof PolicyRules)[] = [
  'afterExit',
  'transition',
  'reviewCadenceMonths',
  'exitList',
  'departuresThreshold',
  'withdrawalReasons',
  'verificationValidMonths',
  'classScheme',
];

/** Null when no layer holds, or when the layers together leave a rule open. */
export const policyInForce = (layers: readonly PolicyLayer[], county: CountyCode, date: LocalDate): PolicyPack | null => {
  const holding = layers.filter((layer) => holdsFor(layer, county, date)).toSorted(lowestLast);
  const lowest = holding.at(-1);
  if (lowest === undefined) return null;
  const rules = Object.assign({}, ...holding.map((layer) => layer.rules)) as Partial<PolicyRules>;
  if (RULES.some((rule) => rules[rule] === undefined)) return null;
  const names = holding.map(({ id, version }) => `${id}@${version}`);
  return { id: lowest.id, version: lowest.version, layers: names, ...(rules as PolicyRules) };
};
