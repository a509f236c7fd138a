import { placeChanges } from './place';
import type { HouseholdEvent } from './household.events';
import type { RegistryReport } from './reports';
import { rosterChanges } from './hear-roster';
import type { Household, Registration } from './state';
import { later } from './timeline';

// What the poverty registry's newest snapshot says of one household. An older one: hear-late.ts. Its exits: hear-exit.ts. Its plans: hear-plan.ts.

export type RegistryClause = (known: Household, report: RegistryReport) => readonly HouseholdEvent[];
export const onRegistration =
  (clause: (known: Registration, report: RegistryReport) => readonly HouseholdEvent[]): RegistryClause =>
  ({ registration }, report) =>
    registration === null ? [] : clause(registration, report);

export const hearEnrolment: RegistryClause = ({ registration }, report) =>
  registration !== null
    ? []
    : [
        {
          type: 'HouseholdEnrolled',
          on: report.identifiedOn ?? report.asOf,
          registryNo: report.registryNo,
          division: report.division,
          head: report.head,
          members: report.members,
          attributes: report.attributes,
          identifiedOn: report.identifiedOn,
          isBackfill: false,
        },
      ];

export const hearReturn = onRegistration(({ removedOn, removalEvent }, { asOf: on, registryNo }) =>
  removedOn === null ? [] : [{ type: 'HouseholdReinstated', on, registryNo, cancelsEvent: removalEvent }],
);
export const hearNumber = onRegistration(({ registryNo: was }, { asOf: on, registryNo }) =>
  was === registryNo ? [] : [{ type: 'HouseholdRenumbered', on, was, registryNo }],
);
export const hearMove = onRegistration((registration, report) => placeChanges(null, registration, report));
export const hearHead = onRegistration(({ head: was }, { asOf: on, head }) =>
  was === head ? [] : [{ type: 'HeadChanged', on, was, head }],
);
export const hearMembers: RegistryClause = ({ registration, deceased }, { asOf, members: said }) =>
  registration === null
    ? []
    : rosterChanges(Object.values(registration.members), said, asOf, {
        caseKey: null,
        of: (registryMember) => ({ registryMember, caseMember: null }),
        deceased,
      });

const same = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((item, index) => item === b[index]) : a === b;
export const hearAttributes = onRegistration((known, { asOf, attributes }) => {
  const last = known.attributes.at(-1);
  const keys = Object.keys(attributes) as (keyof typeof attributes)[];
  if (last !== undefined && keys.every((key) => same(last.value[key], attributes[key]))) return [];
  return [{ type: 'HouseholdAttributesChanged', on: later(asOf, last?.from), attributes }];
});
