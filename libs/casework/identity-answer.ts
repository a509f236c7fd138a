import type { CaseMember, DibaoCase, HouseholdEvent, LocalDate, PersonId, RegistryMember, Sealed } from '@xianjie/domain';
import type { CaseFile } from './case-files';
import type { Batch } from './hearing/batch';
import type { Draft } from './hearing/draft';
import { countyOf } from './hearing/moves';

/** What the answer changes on the rosters of one household. */
export class IdentityAnswer {
  constructor(
    private readonly batch: Batch,
    private readonly draft: Draft,
    private readonly file: CaseFile,
    private readonly was: PersonId,
    private readonly person: PersonId,
    private readonly on: LocalDate,
  ) {}

  record(): void {
    const { registration, cases, deceased } = this.file.state;
    const diedOn = Object.hasOwn(deceased, this.was) ? deceased[this.was] : undefined;
    if (diedOn !== undefined && !Object.hasOwn(deceased, this.person))
      this.tell({ type: 'MemberDeceased', on: this.on, person: this.person, diedOn });
    const member = registration?.members[this.was];
    if (registration && member) {
      const isListed = this.person !== this.was && Object.hasOwn(registration.members, this.person);
      this.correct(null, isListed, this.resealed<RegistryMember>({ ...member, phone: this.reseal(member.phone) }), null);
      if (registration.head === this.was && this.person !== this.was)
        this.tell({ type: 'HeadChanged', on: this.on, was: this.was, head: this.person });
    }
    for (const spell of Object.values(cases)) {
      const covered = spell.members.find((one) => one.person === this.was);
      if (!covered) continue;
      const isListed = this.person !== this.was && spell.members.some((one) => one.person === this.person);
      this.correct(spell.caseKey, isListed, null, this.resealed<CaseMember>(covered));
      if (spell.applicant === this.was && this.person !== this.was) this.correctApplicant(spell);
    }
  }

  private correctApplicant({ caseKey, grantedFrom, stoppedFrom, mode, registryFlag, bank, ...account }: DibaoCase): void {
    const ours = (sealed: Sealed | null): Sealed | null => (sealed?.person === this.was ? this.reseal(sealed) : sealed);
    const accounts = { bank, accountNo: ours(account.accountNo), accountHolder: ours(account.accountHolder) };
    const kept = { caseKey, grantedFrom, stoppedFrom, mode, registryFlag, ...accounts };
    this.tell({ type: 'DibaoCorrected', on: this.on, ...kept, applicant: this.person });
  }

  private correct(
    caseKey: string | null,
    isListed: boolean,
    registryMember: RegistryMember | null,
    caseMember: CaseMember | null,
  ): void {
    const { on, was, person } = this;
    // Listed twice in one roster, once in doubt: the doubtful row was the same person.
    if (isListed) return this.tell({ type: 'MemberRemoved', on, caseKey, person: was, cause: 'identity-review' });
    const changed = person === was ? ['provisional'] : ['person', 'provisional'];
    this.tell({
      type: 'MemberCorrected',
      on,
      caseKey,
      person,
      was: person === was ? null : was,
      registryMember,
      caseMember,
      changed,
    });
  }

  private resealed<M extends RegistryMember | CaseMember>(member: M): M {
    const name = this.resealName(member.name);
    return { ...member, person: this.person, name, idNo: this.reseal(member.idNo), provisional: false };
  }

  /** Under the key of the person whom it is now about (S-25). */
  private reseal(sealed: Sealed | null): Sealed | null {
    if (sealed === null || this.person === this.was) return sealed;
    return this.batch.keys.sealOrNull(this.person, this.batch.keys.open(sealed));
  }

  private resealName(sealed: Sealed): Sealed {
    return this.person === this.was ? sealed : this.batch.keys.sealName(this.person, this.batch.keys.open(sealed) ?? '');
  }

  private tell(event: HouseholdEvent): void {
    this.draft.record(this.file, countyOf(this.file), event);
  }
}
