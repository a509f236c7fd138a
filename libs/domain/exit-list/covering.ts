import type { CaseKey } from '../household/reports';
import { benefitIn, isCoveredIn } from '../household/state';
import type { DibaoCase } from '../household/state';
import type { LocalDate, PersonId, YearMonth } from '../values';
import { addMonths, monthOf } from '../values';
import type { CoveredMonths, Span } from './covered-months';
import type { CaseStanding } from './line';

/** First and last month, both counted. */
export type Window = Readonly<{ from: YearMonth; until: YearMonth }>;

/** The last month of the window in which the case covers anybody, or null. */
export const lastCoveredIn = (spell: DibaoCase, { from, until }: Window): YearMonth | null => {
  const ends = [until, spell.leftFile, spell.stoppedFrom && addMonths(spell.stoppedFrom, -1)];
  const last = ends.reduce<YearMonth>((min, month) => (month && month < min ? month : min), until);
  return last >= from && spell.grantedFrom <= last ? last : null;
};

export const standingOn = (spell: DibaoCase, day: LocalDate): CaseStanding => {
  const month = monthOf(day);
  if (spell.grantedFrom > month) return 'NOT_YET';
  if (!isCoveredIn(spell, month)) return spell.leftFile !== null && month > spell.leftFile ? 'LEFT_FILE' : 'STOPPED';
  // A stop decided in the month still pays that month: what counts is the stage before it.
  const stage = spell.stages.findLast(({ from, status }) => from <= day && status !== 'STOPPED');
  return stage?.status === 'TRANSITION' || stage?.status === 'SUSPENDED' ? stage.status : 'ACTIVE';
};

/** A case and the months in which it names one person as covered. */
export type Covering = Readonly<{ spell: DibaoCase; spans: readonly Span[] }>;

const within = ({ from, until }: Window, span: Span): Window => ({
  from: span.from !== null && span.from > from ? span.from : from,
  until: span.until !== null && span.until < until ? span.until : until,
});

/** The last month of the window in which the case covers this person, or null. */
export const lastMonthOf = ({ spell, spans }: Covering, window: Window): YearMonth | null =>
  spans.reduce<YearMonth | null>((last, span) => {
    const month = lastCoveredIn(spell, within(window, span));
    return month !== null && (last === null || month > last) ? month : last;
  }, null);

/** How the case stands for this person: it may go on without them. */
export const standingFor = ({ spell, spans }: Covering, day: LocalDate): CaseStanding => {
  const standing = standingOn(spell, day);
  if (standing === 'NOT_YET' || standing === 'STOPPED' || standing === 'LEFT_FILE') return standing;
  const month = monthOf(day);
  const isNamed = ({ from, until }: Span) => (from === null || from <= month) && (until === null || month <= until);
  return spans.some(isNamed) ? standing : 'NOT_COVERED';
};

/** Class, and fen a month, in the last month of the window in which the person is covered. */
export const grantedOver = (covering: Covering, window: Window, until: LocalDate) => {
  const { spell } = covering;
  const month = lastMonthOf(covering, window);
  const classed = spell.classes.findLast(({ from }) => from <= until && (month === null || monthOf(from) <= month));
  return { class: classed?.class ?? spell.class, monthlyBenefitFen: month === null ? 0 : benefitIn(spell, month) };
};

/**
 * Everybody whom a case covers or covered, from the books of every household in which it has lived. Its roster has the last word on who is
 * covered now.
 */
export const coveringsAmong = (books: readonly CoveredMonths[]) => {
  const known = new Map<CaseKey, Map<PersonId, readonly Span[]>>();
  for (const book of books)
    for (const [caseKey, persons] of book) {
      const spans = known.get(caseKey) ?? new Map<PersonId, readonly Span[]>();
      known.set(caseKey, spans);
      for (const [person, more] of persons) spans.set(person, [...(spans.get(person) ?? []), ...more]);
    }
  return (spell: DibaoCase): ReadonlyMap<PersonId, Covering> => {
    const booked = known.get(spell.caseKey);
    const ended = [...(booked ?? [])].map(([person, spans]) => [person, spans.filter(({ until }) => until !== null)] as const);
    const open = spell.members
      .filter(({ covered }) => covered)
      .map(({ person }) => {
        const spans = booked?.get(person) ?? [];
        return [person, spans.some(({ until }) => until === null) ? spans : [...spans, ALWAYS]] as const;
      });
    return new Map(
      [...ended, ...open].filter(([, spans]) => spans.length > 0).map(([person, spans]) => [person, { spell, spans }]),
    );
  };
};

const ALWAYS: Span = { from: null, until: null };
