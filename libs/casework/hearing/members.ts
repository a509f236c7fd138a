import { compareNames, isOneSlipAway, normaliseIdentifier } from '@xianjie/domain';
import type { PersonId, ReportedIdentity, Sealed } from '@xianjie/domain';
import type { ReportedHousehold } from '@xianjie/sources';
import { v7 } from 'uuid';
import type { ReviewReason } from '../books';
import type { Batch } from './batch';
import { soundNumber } from './item';
import type { HearItem } from './item';
import { latestSpell } from './spells';

export type ReportedMember = ReportedHousehold['members'][number];

/** Who a row is about. `doubt` is why the link is not sure; `claim` is the number hash that the person now owns. */
export type Resolved = {
  readonly member: ReportedMember;
  readonly person: PersonId;
  readonly isNew: boolean;
  readonly provisional: boolean;
  readonly claim: string | null;
  readonly doubt: ReviewReason | null;
  /** The owner of the same number, when the names are unrelated (CR-01). */
  readonly conflictsWith: PersonId | null;
  /** The name, where comparing it has sealed it already. */
  readonly name: Sealed | null;
};

type Known = Readonly<{ person: PersonId; name: Sealed; idNo: Sealed | null; provisional: boolean; memberNo: string | null }>;

const rosterOf = (batch: Batch, item: HearItem, report: ReportedHousehold): readonly Known[] => {
  const state = batch.knownFile(item)?.state;
  if (state === undefined) return [];
  if (report.system === 'registry') return Object.values(state.registration?.members ?? {});
  return (latestSpell(state, report)?.members ?? []).map((member) => ({ ...member, memberNo: null }));
};

const memberNoOf = (member: ReportedMember): string | null => ('memberNo' in member ? member.memberNo : null);

/** Persons of one report, first those whose numbers tell, then the others by their record's roster (S-10, S-11). */
export class MemberResolver {
  private readonly roster: readonly Known[];
  private readonly used = new Set<PersonId>();
  private readonly found = new Map<ReportedMember, Resolved>();

  private constructor(
    private readonly batch: Batch,
    /** Names of persons that this batch made, in clear. */
    private readonly made: Map<PersonId, string>,
    item: HearItem,
    report: ReportedHousehold,
  ) {
    this.roster = rosterOf(batch, item, report);
  }

  static resolve(batch: Batch, made: Map<PersonId, string>, item: HearItem, report: ReportedHousehold): readonly Resolved[] {
    const resolver = new MemberResolver(batch, made, item, report);
    const members: readonly ReportedMember[] = report.members;
    for (const member of members) resolver.byOwner(member);
    for (const member of members) if (!resolver.found.has(member)) resolver.byRoster(member);
    return members.map((member) => resolver.found.get(member) as Resolved);
  }

  private byOwner(member: ReportedMember): void {
    const idNo = soundNumber(member.identity);
    const owner = idNo === null ? undefined : this.batch.owners.get(this.batch.hashOf(idNo));
    if (owner === undefined || this.used.has(owner)) return;
    const named = this.named(owner, member.name);
    if (named === null) return;
    // A person made in this batch is claimed by each append that relies on it: the first of them may yet fail.
    const claim = this.made.has(owner) && idNo !== null ? this.batch.hashOf(idNo) : null;
    const { name } = named;
    this.settle(member, { person: owner, isNew: false, provisional: false, claim, doubt: null, conflictsWith: null, name });
  }

  private byRoster(member: ReportedMember): void {
    const idNo = soundNumber(member.identity);
    const hash = idNo === null ? null : this.batch.hashOf(idNo);
    const owner = hash === null ? undefined : this.batch.owners.get(hash);
    const known = this.sameRow(member, owner === undefined);
    if (hash !== null && owner === undefined) {
      const person = known?.person ?? this.newPerson(member.name);
      this.batch.owners.set(hash, person);
      this.made.set(person, member.name);
      this.settle(member, {
        person,
        isNew: known === null,
        provisional: false,
        claim: hash,
        doubt: null,
        conflictsWith: null,
        name: null,
      });
      return;
    }
    if (known !== null) {
      const { person, provisional } = known;
      this.settle(member, { person, isNew: false, provisional, claim: null, doubt: null, conflictsWith: null, name: null });
      return;
    }
    const doubt = owner !== undefined ? 'unrelated-name' : member.identity.problem !== null ? 'check-digit' : 'no-number';
    const person = this.newPerson(member.name);
    // Whether a missing number is in doubt depends on whether anybody could be meant (T5): reviews.ts looks.
    const provisional = doubt !== 'no-number';
    this.settle(member, { person, isNew: true, provisional, claim: null, doubt, conflictsWith: owner ?? null, name: null });
  }

  /** The row of the same record that this one continues: same name, and a number that is the same, missing, or one slip away. */
  private sameRow({ name, identity, ...row }: ReportedMember, isNumberFree: boolean): Known | null {
    const free = this.roster.filter(({ person }) => !this.used.has(person));
    const named = free.filter(({ person, name: known }) => this.isSame(known, name, person));
    const number = memberNoOf({ name, identity, ...row } as ReportedMember);
    const isNumbered = (known: Known): boolean => number !== null && known.memberNo === number;
    const fits = (known: Known): boolean =>
      this.numberContinues(known, identity, isNumberFree, isNumberFree && isNumbered(known));
    const candidates = named.filter(fits);
    return candidates.find(isNumbered) ?? candidates[0] ?? null;
  }

  private numberContinues(
    { idNo: sealed, provisional }: Known,
    { idNo }: ReportedIdentity,
    isNumberFree: boolean,
    isSameRow: boolean,
  ): boolean {
    if (isSameRow || idNo === null || sealed === null) return true;
    const before = this.batch.keys.open(sealed);
    // An erased person's number cannot be read; whoever bears the name in the same record under a free number is that person (S-25).
    if (before === null) return isNumberFree;
    const known = normaliseIdentifier(before);
    if ('zeroed' in known || known.idNo === null) return true;
    return known.idNo === idNo || isOneSlipAway(known.idNo, idNo) || (provisional && known.problem !== null);
  }

  private isSame(known: Sealed, name: string, person: PersonId): boolean {
    if (!this.batch.keys.has(person)) return false;
    // Nothing sealed for an erased person differs from anything else.
    if (this.batch.keys.isErased(person)) return this.batch.isErasedAs(person, name);
    return this.batch.keys.sealName(person, name).digest === known.digest;
  }

  /** Null when the person is known under unrelated names only (CR-01). */
  private named(person: PersonId, name: string): Readonly<{ name: Sealed | null }> | null {
    const made = this.made.get(person);
    if (made !== undefined && compareNames(made, name) !== 'different') return { name: null };
    const names = this.batch.namesOf(person);
    if (names.length === 0) return made === undefined ? { name: null } : null;
    const sealed = this.batch.keys.sealName(person, name);
    if (names.some((known) => known.digest === sealed.digest)) return { name: sealed };
    const opened = names.map((known) => this.batch.keys.open(known)).filter((known) => known !== null);
    return opened.length === 0 || opened.some((known) => compareNames(known, name) !== 'different') ? { name: sealed } : null;
  }

  private newPerson(name: string): PersonId {
    const person = `p-${v7()}`;
    this.made.set(person, name);
    return person;
  }

  private settle(member: ReportedMember, resolved: Omit<Resolved, 'member'>): void {
    this.used.add(resolved.person);
    this.found.set(member, { member, ...resolved });
  }
}
