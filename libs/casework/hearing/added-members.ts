import type { HouseholdEvent } from '@xianjie/domain';

/** Whom the events taken back have added to a roster; what an official then said of who they are goes with them. */
export class AddedMembers {
  private readonly members = new Set<string>();

  /** Whether the event says who somebody is that was added by what is taken back. */
  follows(event: HouseholdEvent): boolean {
    return event.type === 'MemberCorrected' && event.was !== null && this.members.has(`${event.caseKey} ${event.was}`);
  }

  note(event: HouseholdEvent): void {
    if (event.type === 'MemberCorrected') this.members.add(`${event.caseKey} ${event.person}`);
    const added = event.type === 'MemberAdded' ? (event.registryMember ?? event.caseMember) : null;
    if (event.type === 'MemberAdded' && added !== null) this.members.add(`${event.caseKey} ${added.person}`);
  }
}
