import type { ExitFacts } from '../household/registration.events';
import type { CaseMember, RegistryMember } from '../household/roster';
import type { DibaoCase, Registration } from '../household/state';

// The two halves of a card: no personal values, no event ids, members in the order of their ids.

const byPerson = <M extends { person: string }>(members: readonly M[]): readonly M[] =>
  members.toSorted((a, b) => (a.person < b.person ? -1 : 1));

type RegistryMemberCard = Omit<RegistryMember, 'name' | 'idNo' | 'phone'>;
type CaseMemberCard = Omit<CaseMember, 'name' | 'idNo'>;

export type RegistrationCard = Readonly<
  Pick<
    Registration,
    | 'registryNo'
    | 'county'
    | 'division'
    | 'head'
    | 'status'
    | 'statuses'
    | 'identifiedOn'
    | 'attributes'
    | 'plans'
    | 'notAchieved'
    | 'relapses'
    | 'removedOn'
  > & { members: readonly RegistryMemberCard[]; exits: readonly ExitFacts[] }
>;

const registryMemberCard = ({ name: _name, idNo: _idNo, phone: _phone, ...shown }: RegistryMember): RegistryMemberCard => shown;
const caseMemberCard = ({ name: _name, idNo: _idNo, ...shown }: CaseMember): CaseMemberCard => shown;

export const registrationCard = (known: Registration): RegistrationCard => {
  const { registryNo, county, division, head, status, statuses, identifiedOn, attributes, plans, notAchieved, relapses } = known;
  return {
    ...{ registryNo, county, division, head, status, statuses, identifiedOn, attributes, plans, notAchieved, relapses },
    removedOn: known.removedOn,
    exits: known.exits.map(({ exitYear, on, decidedOn }) => ({ exitYear, on, decidedOn })),
    members: byPerson(Object.values(known.members)).map(registryMemberCard),
  };
};

export type CaseCard = Readonly<
  Omit<DibaoCase, 'members' | 'accountNo' | 'accountHolder' | 'leftFileEvent'> & { members: readonly CaseMemberCard[] }
>;

export const caseCard = ({
  accountNo: _no,
  accountHolder: _holder,
  leftFileEvent: _left,
  members,
  ...shown
}: DibaoCase): CaseCard => ({
  ...shown,
  members: byPerson(members).map(caseMemberCard),
});
