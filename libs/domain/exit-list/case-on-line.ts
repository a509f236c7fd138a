import type { LocalDate } from '../values';
import { lastDayOfYear } from '../values';
import { grantedOver, standingFor } from './covering';
import type { Covering, Window } from './covering';
import type { LineCase, ListScope } from './line';

type Asked = Readonly<{ window: Window; exitDay: LocalDate | null }>;

/** What one case says on the line of somebody whom it covers in the window. */
export const caseOnLine = (covering: Covering, { window, exitDay }: Asked, { year, freezeOn }: ListScope): LineCase => {
  const { spell } = covering;
  return {
    caseKey: spell.caseKey,
    caseNo: spell.caseNo,
    programme: spell.programme,
    county: spell.county,
    ...grantedOver(covering, window, freezeOn),
    grantedFrom: spell.grantedFrom,
    atExit: exitDay === null ? null : standingFor(covering, exitDay),
    atYearEnd: standingFor(covering, lastDayOfYear(year)),
    atFreeze: standingFor(covering, freezeOn),
  };
};
