import type { LocalDate } from '../values';
import type { RegistryStatus } from './reports';
import type { Dated, RegistryFact } from './state';

// The stage of a registration (domain.md 4.2), derived from its facts, so that a late or corrected fact needs no other to be undone.

type Stage = Readonly<{
  status: RegistryStatus;
  /** The stage without plans: a plan that fails leads back to it. */
  base: Exclude<RegistryStatus, 'PLANNED'>;
  plan: number | null;
}>;

const unplanned = (base: Stage['base']): Stage => ({ status: base, base, plan: null });
const hasExited = ({ base }: Stage): boolean => base === 'EXITED' || base === 'EXITED_NO_POLICY';

const next: Readonly<Record<RegistryFact['kind'], (stage: Stage, year: number | null) => Stage>> = {
  planned: (stage, year) => (hasExited(stage) ? stage : { status: 'PLANNED', base: stage.base, plan: year }),
  'not-achieved': (stage, year) => (stage.plan === year ? unplanned(stage.base) : stage),
  exited: () => unplanned('EXITED'),
  'policy-ended': (stage) => (hasExited(stage) ? unplanned('EXITED_NO_POLICY') : stage),
  relapsed: () => unplanned('RELAPSED'),
};

export const stageAfter = (facts: readonly RegistryFact[]): Stage =>
  facts.reduce<Stage>((stage, { kind, year }) => next[kind](stage, year), unplanned('POOR'));

/** Status by the day from which it holds, from the record's start; a fact that changes nothing leaves no entry. */
export const statusesFrom = (registeredOn: LocalDate, facts: readonly RegistryFact[]): readonly Dated<RegistryStatus>[] => {
  const first = facts[0]?.on;
  const statuses: Dated<RegistryStatus>[] = [
    { from: first !== undefined && first < registeredOn ? first : registeredOn, value: 'POOR' },
  ];
  let stage = unplanned('POOR');
  for (const { kind, on, year } of facts) {
    stage = next[kind](stage, year);
    if (statuses.at(-1)?.from === on) statuses.pop();
    if (statuses.at(-1)?.value !== stage.status) statuses.push({ from: on, value: stage.status });
  }
  return statuses;
};
