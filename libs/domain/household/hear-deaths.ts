import type { MemberDeceased } from './family.events';
import type { DibaoReport, RegistryReport } from './reports';
import type { Household } from './state';

/**
 * A death is a fact of the person, whichever source says it, and dated by its own day (S-2). Of several days the earliest stands, so that
 * two sources that disagree end alike in any order; a wrong one is taken back by a retraction.
 */
export const hearDeaths = ({ deceased }: Household, { deaths = [] }: RegistryReport | DibaoReport): readonly MemberDeceased[] =>
  deaths
    .filter(({ person, diedOn }) => !Object.hasOwn(deceased, person) || diedOn < (deceased[person] as string))
    .map(({ person, diedOn }) => ({ type: 'MemberDeceased', on: diedOn, person, diedOn }));
