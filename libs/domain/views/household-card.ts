import type { LinkClass } from '../household/family.events';
import type { Severity } from '../household/household.events';
import { isOpen } from '../household/linkage';
import type { CaseStatus } from '../household/reports';
import type { DibaoCase, Household, Registration } from '../household/state';
import { caseCard, registrationCard } from './card-parts';
import type { CaseCard, RegistrationCard } from './card-parts';
import type { HouseholdId } from '../values';

// The two registries side by side (户卡, YN-26), without personal values and in one canonical order: two states that tell the same
// story give equal cards, whatever the order in which the sources were heard.

export type RegistryStage = 'NOT_REGISTERED' | 'REGISTERED' | 'PLANNED' | 'EXITED' | 'RELAPSED' | 'MONITORED';
export type DibaoStage = 'NONE' | 'ACTIVE' | 'TRANSITION' | 'WITHDRAWN';
/** What the pair of stages asks of the offices (domain.md 4.3). It changes no benefit. */
export type Attention =
  | 'NORMAL'
  | 'OUT_OF_SCOPE'
  | 'CHECK_BACKSTOP'
  | 'CHECK_HARM'
  | 'CONTRADICTORY'
  | 'SECTION_2_CANDIDATE'
  | 'REVIEW_OR_TRANSITION'
  | 'REFERRAL_TO_DIBAO'
  | 'RESTORE_PROPOSAL'
  | 'CHECK_ELIGIBILITY'
  | 'WATCH'
  | 'INCLUSION_CANDIDATE';

const attentions: Readonly<Record<RegistryStage, Readonly<Record<DibaoStage, Attention>>>> = {
  REGISTERED: { NONE: 'CHECK_BACKSTOP', ACTIVE: 'NORMAL', TRANSITION: 'CONTRADICTORY', WITHDRAWN: 'CHECK_HARM' },
  PLANNED: { NONE: 'CHECK_BACKSTOP', ACTIVE: 'SECTION_2_CANDIDATE', TRANSITION: 'CONTRADICTORY', WITHDRAWN: 'CHECK_HARM' },
  EXITED: { NONE: 'NORMAL', ACTIVE: 'REVIEW_OR_TRANSITION', TRANSITION: 'NORMAL', WITHDRAWN: 'NORMAL' },
  RELAPSED: { NONE: 'REFERRAL_TO_DIBAO', ACTIVE: 'NORMAL', TRANSITION: 'RESTORE_PROPOSAL', WITHDRAWN: 'REFERRAL_TO_DIBAO' },
  MONITORED: { NONE: 'CHECK_ELIGIBILITY', ACTIVE: 'NORMAL', TRANSITION: 'WATCH', WITHDRAWN: 'WATCH' },
  NOT_REGISTERED: { NONE: 'OUT_OF_SCOPE', ACTIVE: 'INCLUSION_CANDIDATE', TRANSITION: 'OUT_OF_SCOPE', WITHDRAWN: 'OUT_OF_SCOPE' },
};

const isMonitored = ({ attributes }: Registration): boolean => {
  const { monitoredType = null, riskRemoved = null } = attributes.at(-1)?.value ?? {};
  return monitoredType !== null && riskRemoved !== '是';
};

export const registryStageOf = ({ registration }: Household): RegistryStage => {
  if (registration === null || registration.removedOn !== null) return 'NOT_REGISTERED';
  const { status } = registration;
  if (status === 'RELAPSED' || status === 'PLANNED') return status;
  if (isMonitored(registration)) return 'MONITORED';
  return status === 'POOR' ? 'REGISTERED' : 'EXITED';
};

const stageOfCase: Readonly<Record<CaseStatus, DibaoStage>> = {
  ACTIVE: 'ACTIVE',
  SUSPENDED: 'ACTIVE',
  TRANSITION: 'TRANSITION',
  STOPPED: 'WITHDRAWN',
};
/** The household's best: one open case outweighs those that ended. */
export const dibaoStageOf = ({ cases }: Household): DibaoStage => {
  const stages = Object.values(cases).map((spell: DibaoCase) => (isOpen(spell) ? stageOfCase[spell.status] : 'WITHDRAWN'));
  return (['ACTIVE', 'TRANSITION', 'WITHDRAWN'] as const).find((stage) => stages.includes(stage)) ?? 'NONE';
};

export type HouseholdCard = Readonly<{
  registryStage: RegistryStage;
  dibaoStage: DibaoStage;
  attention: Attention;
  registration: RegistrationCard | null;
  cases: readonly CaseCard[];
  linkClass: LinkClass;
  links: Household['links'];
  differences: readonly Readonly<{ differenceId: string; ruleId: string; severity: Severity; detail: string }>[];
  deceased: readonly string[];
  supersededBy: HouseholdId | null;
  predecessors: readonly HouseholdId[];
}>;

export const householdCard = (household: Household): HouseholdCard => {
  const registryStage = registryStageOf(household);
  const dibaoStage = dibaoStageOf(household);
  return {
    registryStage,
    dibaoStage,
    attention: attentions[registryStage][dibaoStage],
    registration: household.registration && registrationCard(household.registration),
    cases: Object.values(household.cases)
      .map(caseCard)
      .toSorted((a, b) => (a.caseKey < b.caseKey ? -1 : 1)),
    linkClass: household.linkClass,
    links: household.links,
    differences: Object.values(household.differences)
      .map(({ differenceId, ruleId, severity, detail }) => ({ differenceId, ruleId, severity, detail }))
      .toSorted((a, b) => (a.differenceId < b.differenceId ? -1 : 1)),
    deceased: Object.keys(household.deceased).toSorted(),
    supersededBy: household.supersededBy,
    predecessors: household.predecessors.toSorted(),
  };
};
