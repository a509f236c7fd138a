import { accept, refuse } from '../decider';
import type { PolicyPack } from '../policy/policy-pack';
import type { CaseCommand, HouseholdCommand, HouseholdDecision } from './commands';
import { resume, suspend } from './decide-payment';
import { completeReview, completeVerification, openReview } from './decide-review';
import { endTransition, startTransition } from './decide-transition';
import { withdraw } from './decide-withdrawal';
import { differenceChanges } from './differences';
import { step } from './evolve';
import { linkageChanges } from './linkage';
import type { DibaoCase, Household } from './state';

const onCase = (state: Household, known: DibaoCase, command: CaseCommand, policy: PolicyPack): HouseholdDecision => {
  switch (command.type) {
    case 'OpenReview':
      return openReview(known, command, policy);
    case 'CompleteReview':
      return completeReview(state, known, command, policy);
    case 'CompleteVerification':
      return completeVerification(known, command, policy);
    case 'StartTransition':
      return startTransition(state, known, command, policy);
    case 'EndTransition':
      return endTransition(known, command);
    case 'Suspend':
      return suspend(known, command);
    case 'Resume':
      return resume(known, command);
    case 'Withdraw':
      return withdraw(state, known, command, policy);
  }
};

const ruled = (state: Household, command: HouseholdCommand, policy: PolicyPack): HouseholdDecision => {
  if (command.type === 'Retract') {
    const { on, ofEvent, reason } = command;
    return reason === '' ? refuse('no-reason') : accept({ type: 'EventRetracted', on, ofEvent, reason });
  }
  if (command.type === 'SettleDifference') {
    const { on, differenceId, settledBy, reason, remedyEvent } = command;
    const found = Object.hasOwn(state.differences, differenceId) ? state.differences[differenceId] : undefined;
    if (found === undefined) return Object.hasOwn(state.settled, differenceId) ? accept() : refuse('unknown-difference');
    if (reason === '') return refuse('no-reason');
    return accept({ type: 'DifferenceResolved', on, differenceId, ruleId: found.ruleId, remedyEvent, settledBy, reason });
  }
  if (state.supersededBy !== null) return refuse('household-superseded');
  const known = Object.hasOwn(state.cases, command.caseKey) ? state.cases[command.caseKey] : undefined;
  return known === undefined ? refuse('unknown-case') : onCase(state, known, command, policy);
};

/**
 * An official's decision (S-1): only here do the transition tables (domain.md 4.1) and the blocking rules (CR-10, CR-12) refuse. A wish
 * that is fulfilled already is accepted without events. What follows from the new facts (links, differences) is recorded with them.
 */
export const decide = (state: Household, command: HouseholdCommand, policy: PolicyPack): HouseholdDecision => {
  const decided = ruled(state, command, policy);
  if (decided.outcome === 'refused' || decided.events.length === 0 || command.type === 'Retract') return decided;
  const recording = { eventId: null, county: state.registration?.county ?? '' };
  const after = decided.events.reduce((known, event) => step(known, event, recording), state);
  const linked = linkageChanges(after, command.on);
  const settled = linked.reduce((known, event) => step(known, event, recording), after);
  return accept(...decided.events, ...linked, ...differenceChanges(settled, command.on));
};
