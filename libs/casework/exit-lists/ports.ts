import type { CountyCode, DaySeal, HashedPack, LocalDate, PolicyPackRef, Programme } from '@xianjie/domain';

// What the list's workflow needs of the rest of the hub.

/** `refusal`: why no list is frozen now; `mark`: every import changes it that has ended since. */
export type ImportsStanding = Readonly<{ refusal: 'import-running' | 'import-failed' | null; mark: string }>;
export abstract class ImportsInProgress {
  /**
   * Of imports that speak for one of these counties: whether one is being applied or undone (S-21), or failed after it had told a part of
   * its file, and no later snapshot has told the rest.
   */
  abstract standing(counties: readonly CountyCode[]): Promise<ImportsStanding>;
}

export abstract class IdentityReviews {
  /** How many open ones touch these counties; they are said and hold up nothing. */
  abstract openIn(counties: readonly CountyCode[]): Promise<number>;
}

/** What the packs in force and the division table say of one county's list. */
export type ListRules = Readonly<{
  /** The county's code as current on the day (S-20). */
  county: CountyCode;
  countyLineage: readonly CountyCode[];
  divisionTableHash: string | null;
  /** `03-31` where no pack says otherwise. */
  dueBy: string | null;
  /** `MM-DD` of the year after, the last day for a supplement; null: always. */
  supplementsUntil: string | null;
  /** Days from dispatch to a task's due day (CR-29); null where the pack gives none. */
  itemDays: number | null;
  programmes: readonly Programme[];
  policyPack: PolicyPackRef | null;
  policyPacks: readonly HashedPack[];
}>;
export abstract class ListRulesBook {
  /** @throws RangeError when the division table does not know the county. */
  abstract rulesFor(county: CountyCode, on: LocalDate): Promise<ListRules>;
}

export abstract class DaySeals {
  /** The newest seal of the shard on that day, or the last before it; null before anything was sealed. */
  abstract latest(shard: string, on: LocalDate): Promise<DaySeal | null>;
  /** Whether it is one of ours. */
  abstract isOurs(shard: string, seal: DaySeal): Promise<boolean>;
}

export abstract class OfficeKeys {
  /** The public key that the county's civil affairs office has registered: SubjectPublicKeyInfo in base64, or null. */
  abstract publicKeyOf(office: CountyCode): Promise<string | null>;
}
