import { createHmac } from 'node:crypto';
import type { StateRecords } from '@xianjie/contracts';
import type { DibaoCase, Household, Registration } from '@xianjie/domain';
import type { Touched } from './household-states';

// The flat states of the compacted topics (S-16), pure functions of a folded household.

/** Key of a case on `xianjie.dibao.state`: an HMAC, so that the topic shows no case number; fixed at first sight as the case key is (S-17). */
export type CaseRef = (caseKey: string) => string;
export const caseRefs = (pseudonymKey: Buffer): CaseRef => {
  const refOf = (caseKey: string): string => createHmac('sha256', pseudonymKey).update(caseKey).digest('hex').slice(0, 32);
  return refOf;
};

const at = ({ last: { position, version, recordedAt, county } }: Touched) => ({
  county,
  position: `${position.shard}:${position.number}`,
  version,
  recordedAt,
});

export const householdState = (touched: Touched, state: Household, refOf: CaseRef): StateRecords['HouseholdState'] => {
  const { registration, cases, differences } = state;
  const spells = Object.values(cases);
  return {
    householdId: touched.household,
    ...at(touched),
    registryNo: registration?.registryNo ?? null,
    registryCounty: registration?.county ?? null,
    registryDivision: registration?.division ?? null,
    registryStatus: registration?.status ?? null,
    members: Object.keys(registration?.members ?? {}).length,
    exitYears: (registration?.exits ?? []).map(({ exitYear }) => exitYear),
    removedOn: registration?.removedOn ?? null,
    openCases: spells.filter(({ status }) => status !== 'STOPPED').length,
    caseKeys: spells.map(({ caseKey }) => refOf(caseKey)).sort(),
    linkClass: state.linkClass,
    openDifferences: [...new Set(Object.values(differences).map(({ ruleId }) => ruleId))].sort(),
    supersededBy: state.supersededBy,
    predecessors: state.predecessors,
  };
};

export const povertyState = (touched: Touched, registration: Registration): StateRecords['PovertyState'] => {
  const exit = registration.exits.at(-1) ?? null;
  const attributes = registration.attributes.at(-1)?.value ?? null;
  return {
    householdId: touched.household,
    ...at(touched),
    registryNo: registration.registryNo,
    registryCounty: registration.county,
    division: registration.division,
    status: registration.status,
    identifiedOn: registration.identifiedOn,
    plannedYear: registration.plans.at(-1)?.targetYear ?? null,
    exitYear: exit?.exitYear ?? null,
    exitOn: exit?.on ?? null,
    relapsedOn: registration.relapses.at(-1) ?? null,
    removedOn: registration.removedOn,
    members: Object.keys(registration.members).length,
    perCapitaNetIncomeFen: attributes?.perCapitaNetIncomeFen ?? null,
    mainCause: attributes?.mainCause ?? null,
  };
};

export const dibaoState = (touched: Touched, spell: DibaoCase, refOf: CaseRef): StateRecords['DibaoState'] => ({
  caseRef: refOf(spell.caseKey),
  householdId: touched.household,
  ...at(touched),
  programme: spell.programme,
  caseCounty: spell.county,
  division: spell.division,
  status: spell.status,
  class: spell.class,
  mode: spell.mode,
  monthlyBenefitFen: spell.amounts.at(-1)?.fen ?? 0,
  grantedFrom: spell.grantedFrom,
  stoppedFrom: spell.stoppedFrom,
  leftFile: spell.leftFile,
  persons: spell.members.length,
  coveredPersons: spell.members.filter(({ covered }) => covered).length,
  verifiedOn: spell.verifiedOn,
  reviewedOn: spell.reviewedOn,
  openReview: spell.openReview,
  transitionEndsOn: spell.transitionEndsOn,
  registryFlag: spell.registryFlag,
});
