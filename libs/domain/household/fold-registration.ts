import type { CountyCode } from '../values';
import type { ExitFacts, HouseholdEnrolled, RegistrationEvent } from './registration.events';
import { stageAfter, statusesFrom } from './registration-status';
import type { RegistryMember } from './roster';
import type { Registration, RegistryFact } from './state';
import { inserted, settingFrom } from './timeline';

// How each event of the poverty registry changes what is known of the registration (domain.md 4.2).

/** What is known of an event beside its body; `eventId` is null for one that is not recorded yet. */
export type Recording = Readonly<{ eventId: string | null; county: CountyCode }>;
type Of<Type> = Extract<RegistrationEvent, { type: Type }>;
type Fold<Type> = (known: Registration, event: Of<Type>, recording: Recording) => Registration;

const byPerson = (members: readonly RegistryMember[]): Readonly<Record<string, RegistryMember>> =>
  Object.fromEntries(members.map((member) => [member.person, member]));

const withFacts = (known: Registration, facts: readonly RegistryFact[]): Registration => ({
  ...known,
  facts,
  status: stageAfter(facts).status,
  statuses: statusesFrom(known.registeredOn, facts),
});
const withFact = (known: Registration, fact: RegistryFact): Registration =>
  withFacts(
    known,
    inserted(known.facts, fact, ({ on }) => on),
  );

export const enrolled = (event: HouseholdEnrolled, { county }: Recording): Registration => ({
  registryNo: event.registryNo,
  county,
  division: event.division,
  head: event.head,
  members: byPerson(event.members),
  attributes: [{ from: event.on, value: event.attributes }],
  identifiedOn: event.identifiedOn,
  registeredOn: event.on,
  facts: [],
  status: 'POOR',
  statuses: [{ from: event.on, value: 'POOR' }],
  plans: [],
  notAchieved: [],
  exits: [],
  relapses: [],
  removedOn: null,
  removalEvent: null,
});

const onDay = ({ on }: { on: string }): string => on;

const corrected: Fold<'ExitCorrected'> = (known, { was, to, ofEvent }) => {
  const exit =
    known.exits.findLast(({ eventId }) => eventId !== null && eventId === ofEvent) ??
    known.exits.findLast(({ exitYear, on }) => exitYear === was.exitYear && on === was.on);
  if (exit === undefined) return known;
  const others = known.exits.filter((other) => other !== exit);
  const at = known.facts.findLastIndex(({ kind, on, year }) => kind === 'exited' && on === exit.on && year === exit.exitYear);
  const policyEnds = policyEndsAfter(known.facts, at);
  const facts = known.facts.filter((_, index) => index !== at && !policyEnds.has(index));
  if (to === null) return withFacts({ ...known, exits: others }, facts);
  return withFact(
    { ...known, exits: inserted(others, { ...exit, ...factsOf(to) }, onDay), facts },
    { kind: 'exited', on: to.on, year: to.exitYear },
  );
};

const factsOf = ({ exitYear, on, decidedOn }: ExitFacts): ExitFacts => ({ exitYear, on, decidedOn });

/** An exit's end of policy goes with it: the correction says anew whether the policies continue. */
const policyEndsAfter = (facts: readonly RegistryFact[], exit: number): ReadonlySet<number> => {
  const gone = new Set<number>();
  for (let index = exit + 1; exit >= 0 && index < facts.length; index += 1) {
    const kind = facts[index]?.kind;
    if (kind === 'policy-ended') gone.add(index);
    if (kind === 'exited' || kind === 'relapsed') break;
  }
  return gone;
};

export const registrationFolds: { readonly [Type in Exclude<RegistrationEvent['type'], 'HouseholdEnrolled'>]: Fold<Type> } = {
  HouseholdRenumbered: (known, { registryNo }) => ({ ...known, registryNo }),
  HouseholdAttributesChanged: (known, { on, attributes }) => ({
    ...known,
    attributes: settingFrom(known.attributes, { from: on, value: attributes }),
  }),
  ExitPlanned: (known, { on, targetYear }) =>
    withFact({ ...known, plans: inserted(known.plans, { targetYear, on }, onDay) }, { kind: 'planned', on, year: targetYear }),
  ExitNotAchieved: (known, { on, targetYear, reason }) =>
    withFact(
      { ...known, notAchieved: inserted(known.notAchieved, { targetYear, on, reason }, onDay) },
      { kind: 'not-achieved', on, year: targetYear },
    ),
  PovertyExited: (known, { on, exitYear, decidedOn, exitPath: path, continuedPolicies }, { eventId }) => {
    const exits = inserted(known.exits, { eventId, exitYear, on, decidedOn, path }, onDay);
    const exited = withFact({ ...known, exits }, { kind: 'exited', on, year: exitYear });
    return continuedPolicies ? exited : withFact(exited, { kind: 'policy-ended', on, year: null });
  },
  ExitCorrected: corrected,
  PolicyEnded: (known, { on }) => withFact(known, { kind: 'policy-ended', on, year: null }),
  Relapsed: (known, { on }) =>
    withFact({ ...known, relapses: inserted(known.relapses, on, String) }, { kind: 'relapsed', on, year: null }),
  HouseholdRemoved: (known, { on }, { eventId }) => ({ ...known, removedOn: on, removalEvent: eventId }),
  HouseholdReinstated: (known, { registryNo }) => ({ ...known, registryNo, removedOn: null, removalEvent: null }),
};
