import type { LocalDate, PersonId } from '../values';
import type { HouseholdEvent, Severity } from './household.events';
import { openCases, outsidersOf } from './linkage';
import type { DibaoCase, Household, OpenDifference } from './state';

// What should not stand side by side (domain.md 4.5). A difference opens a question, it never changes a benefit.

type Rule = (spell: DibaoCase, household: Household) => OpenDifference | null;

const difference = (
  ruleId: string,
  { caseKey }: DibaoCase,
  severity: Severity,
  detail: string,
  persons: readonly PersonId[] = [],
): OpenDifference => ({ differenceId: `${ruleId}:${caseKey}`, ruleId, severity, caseKey, persons, households: [], detail });

const noVerification: Rule = (spell) =>
  spell.verificationReportNo !== null && spell.verifiedOn !== null
    ? null
    : difference('CR-18', spell, 'BLOCK', 'enrolled without the number and date of a verification report');

const transitionWhileRegistered: Rule = (spell, { registration }) => {
  if (spell.status !== 'TRANSITION' || registration === null || registration.removedOn !== null) return null;
  return registration.status === 'POOR' || registration.status === 'PLANNED'
    ? difference('CR-12b', spell, 'WARNING', 'in transition while the registry says not exited')
    : null;
};

const isLinked = ({ caseKey }: DibaoCase, { links }: Household): boolean => links.some((link) => link.caseKey === caseKey);

const coversMoreThanRegistered: Rule = (spell, household) => {
  if (!isLinked(spell, household) || household.registration === null) return null;
  const size = Object.keys(household.registration.members).length;
  const covered = spell.members.filter((member) => member.covered).length;
  return covered > size ? difference('CR-24', spell, 'WARNING', `covers ${covered} of ${size} registered members`) : null;
};

const coversOutsiders: Rule = (spell, household) => {
  if (!isLinked(spell, household)) return null;
  const outsiders = outsidersOf(spell, household);
  return outsiders.length === 0
    ? null
    : difference('CR-25', spell, 'WARNING', 'covers persons outside the registered household', outsiders);
};

const leftFile = (spell: DibaoCase): OpenDifference | null =>
  spell.leftFile === null || spell.status === 'STOPPED'
    ? null
    : difference('S-6', spell, 'WARNING', `absent from civil affairs' file after ${spell.leftFile}`);

const openCaseRules: readonly Rule[] = [transitionWhileRegistered, coversMoreThanRegistered, coversOutsiders];
const isDifference = (found: OpenDifference | null): found is OpenDifference => found !== null;

/** Every difference that the facts show now, settled or not. */
export const differencesOf = (household: Household): readonly OpenDifference[] => [
  ...Object.values(household.cases)
    .toSorted((a, b) => (a.caseKey < b.caseKey ? -1 : 1))
    .flatMap((spell) => [noVerification(spell, household), leftFile(spell)])
    .filter(isDifference),
  ...openCases(household)
    .flatMap((spell) => openCaseRules.map((rule) => rule(spell, household)))
    .filter(isDifference),
];

/** Rules that the facts open and close by themselves; the others are opened elsewhere and settled by an official. */
const derivedRules: ReadonlySet<string> = new Set(['CR-18', 'CR-12b', 'CR-24', 'CR-25', 'S-6']);
const isOfOwnCase = ({ differenceId, ruleId, caseKey }: OpenDifference): boolean =>
  derivedRules.has(ruleId) && differenceId === `${ruleId}:${caseKey}`;

type Facts = Pick<OpenDifference, 'detail' | 'persons'>;
const sameFacts = (a: Facts, b: Facts): boolean =>
  a.detail === b.detail &&
  a.persons.length === b.persons.length &&
  a.persons.every((person, index) => person === b.persons[index]);

/** An official has said what these facts are; others under the same id are a new question. */
export const isSettledBy = (known: Household['settled'][string] | undefined, one: Facts): boolean =>
  known !== undefined && (known === true || sameFacts(known, one));
const isSettled = ({ settled }: Household, one: OpenDifference): boolean =>
  isSettledBy(Object.hasOwn(settled, one.differenceId) ? settled[one.differenceId] : undefined, one);

/** Opens what the facts show and is not settled, closes what they show no longer; `isOurs` says which open ones the facts speak of. */
export const changesTo = (
  household: Household,
  shown: readonly OpenDifference[],
  isOurs: (open: OpenDifference) => boolean,
  on: LocalDate,
): readonly HouseholdEvent[] => {
  const now = new Set(shown.map(({ differenceId }) => differenceId));
  const found = shown.filter((one) => !isSettled(household, one));
  return [
    ...Object.values(household.differences)
      .filter((open) => isOurs(open) && !now.has(open.differenceId))
      .map(({ differenceId, ruleId }) => ({
        type: 'DifferenceResolved' as const,
        ...{ on, differenceId, ruleId, remedyEvent: null, settledBy: null, reason: null },
      })),
    ...found
      .filter((one) => {
        const open = household.differences[one.differenceId];
        return open === undefined || !sameFacts(open, one);
      })
      .map((one) => ({ type: 'DifferenceFound' as const, on, ...one })),
  ];
};

export const differenceChanges = (household: Household, on: LocalDate): readonly HouseholdEvent[] =>
  changesTo(household, differencesOf(household), isOfOwnCase, on);
