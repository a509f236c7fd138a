import { lastDayOfYear, yearOf } from '../values';
import type { LocalDate } from '../values';
import { onRegistration } from './hear-registration';
import type { HouseholdEvent } from './household.events';
import type { ExitFacts } from './registration.events';
import { stageAfter } from './registration-status';
import type { RegistryReport } from './reports';
import type { Registration } from './state';
import { later } from './timeline';

// 脱贫 and 返贫 as the newest snapshot says it: exited, corrected, policies ended, fallen back (domain.md 4.2, S-5).

/** A missing 脱贫日期 is 31 December of 脱贫年度; a missing 脱贫年度 the year of the date, or of the file (S-2). */
export const exitSaidBy = ({ status, exitYear, exitOn, asOf }: RegistryReport): ExitFacts | null => {
  const isExited = status === 'EXITED' || status === 'EXITED_NO_POLICY';
  if (!isExited && !(status === 'RELAPSED' && (exitYear ?? exitOn) !== null)) return null;
  const year = exitYear ?? yearOf(exitOn ?? asOf);
  return { exitYear: year, on: exitOn ?? lastDayOfYear(year), decidedOn: exitOn };
};

export const isExited = ({ facts }: Registration): boolean => {
  const { base } = stageAfter(facts);
  return base === 'EXITED' || base === 'EXITED_NO_POLICY';
};
/** The exit that stands now: none before the first, none since a relapse. */
export const standingExit = (known: Registration): Registration['exits'][number] | null =>
  isExited(known) ? (known.exits.at(-1) ?? null) : null;

export const lastFactOn = ({ facts }: Registration, atLeast: LocalDate): LocalDate => later(atLeast, facts.at(-1)?.on);
const lastRelapse = ({ relapses }: Registration): LocalDate | null => relapses.at(-1) ?? null;

/** 已脱贫 back to 未脱贫 or 预脱贫 without 返贫: the exit never was (S-5). Every exit goes that would still stand without it. */
export const hearExitTakenBack = onRegistration((known, { status, asOf: on }) => {
  if (!isExited(known) || (status !== 'POOR' && status !== 'PLANNED')) return [];
  const since = lastRelapse(known);
  return known.exits
    .filter((exit) => since === null || exit.on >= since)
    .toReversed()
    .map(({ eventId, path: _path, ...was }) => ({ type: 'ExitCorrected', on, was, to: null, ofEvent: eventId, reason: null }));
});

/** Another 脱贫年度 or 脱贫日期 of the standing exit corrects it; policies that go on again after they had ended do so too. */
export const hearExitCorrected = onRegistration((known, report) => {
  const said = exitSaidBy(report);
  const standing = standingExit(known);
  if (said === null || standing === null) return [];
  const { eventId, path: _path, ...was } = standing;
  const isYearSaid = report.exitYear !== null || report.exitOn !== null;
  const isOtherYear = isYearSaid && said.exitYear !== was.exitYear;
  const isOtherDay = said.decidedOn !== null && said.decidedOn !== was.decidedOn;
  const on = report.asOf;
  if (isOtherYear || isOtherDay) {
    const to = { ...said, on: later(said.on, lastRelapse(known)) };
    return [{ type: 'ExitCorrected', on, was, to, ofEvent: eventId, reason: null }];
  }
  return known.status === 'EXITED_NO_POLICY' && report.status === 'EXITED'
    ? [{ type: 'ExitCorrected', on, was, to: was, ofEvent: eventId, reason: 'POLICIES_CONTINUE' }]
    : [];
});

export const hearExit = onRegistration((known, report) => {
  const said = exitSaidBy(report);
  if (said === null || isExited(known)) return [];
  const relapsedOn = lastRelapse(known);
  // A 返贫 row that still carries the exit it fell back from says nothing new.
  if (report.status === 'RELAPSED' && relapsedOn !== null && (said.on <= relapsedOn || known.exits.some(sameYearAs(said))))
    return known.exits.length > 0 || said.on >= relapsedOn ? [] : [exited(known, report, said)];
  return [exited(known, report, { ...said, on: later(said.on, relapsedOn) })];
});
const sameYearAs =
  ({ exitYear }: ExitFacts) =>
  (exit: ExitFacts): boolean =>
    exit.exitYear === exitYear;

export const exited = (known: Registration, report: RegistryReport, { exitYear, on, decidedOn }: ExitFacts): HouseholdEvent => ({
  type: 'PovertyExited',
  on,
  exitYear,
  decidedOn,
  unplanned: !known.plans.some(({ targetYear }) => targetYear === exitYear),
  exitPath: report.exitPath,
  perCapitaNetIncomeFen: report.attributes.perCapitaNetIncomeFen,
  guarantees: report.attributes.guarantees,
  continuedPolicies: report.status !== 'EXITED_NO_POLICY',
});

export const hearPolicyEnd = onRegistration((known, { status, asOf }) =>
  status === 'EXITED_NO_POLICY' && known.status === 'EXITED'
    ? [{ type: 'PolicyEnded', on: lastFactOn(known, asOf), exitYear: known.exits.at(-1)?.exitYear ?? null }]
    : [],
);

/** The relapse of a record first seen as 返贫 without an exit holds from the record's start (S-2). */
export const hearRelapse = onRegistration((known, { status, asOf }) => {
  if (status !== 'RELAPSED' || stageAfter(known.facts).base === 'RELAPSED') return [];
  const exit = known.exits.at(-1);
  return [
    {
      type: 'Relapsed',
      on: lastFactOn(known, asOf),
      exitYear: exit?.exitYear ?? null,
      previousExitEvent: exit?.eventId ?? null,
    },
  ];
});
