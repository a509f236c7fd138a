import { unknownHousehold } from '@xianjie/domain';
import type { DibaoCase, Household, YearMonth } from '@xianjie/domain';
import { aCase, villager } from '../casework.fixture';
import { caseKeyOf, latestSpell } from './spells';

const record = '451422/RURAL/9';
const spell = (grantedFrom: YearMonth, said: Partial<DibaoCase> = {}): DibaoCase =>
  ({ caseKey: `${record}/${grantedFrom}`, grantedFrom, stoppedFrom: null, leftFile: null, ...said }) as DibaoCase;
const household = (...spells: readonly DibaoCase[]): Household => ({
  ...unknownHousehold,
  cases: Object.fromEntries(spells.map((one) => [one.caseKey, one])),
});
const heardIn = (state: Household, grantedFrom: YearMonth, stoppedFrom: YearMonth | null = null): string =>
  caseKeyOf(state, aCase('9', [villager('韦大山', 1)], { grantedFrom, stoppedFrom })).slice(record.length + 1);

describe('the spell that a report speaks of (S-10)', () => {
  const once = household(spell('2016-03', { stoppedFrom: '2016-06' }));
  const twice = household(spell('2016-08'), spell('2016-03', { stoppedFrom: '2016-06' }));

  it('is the one with its start month, also when that has been over for long', () => {
    expect(heardIn(twice, '2016-03', '2016-06')).toBe('2016-03');
    expect(heardIn(twice, '2016-08')).toBe('2016-08');
    expect(heardIn(household(spell('2016-03', { caseKey: `${record}/2016-01` })), '2016-03')).toBe('2016-01');
  });

  it('is that one, too, when it was stopped in the month of its start: heard again it is no other', () => {
    expect(heardIn(household(spell('2016-03', { stoppedFrom: '2016-03' })), '2016-03', '2016-03')).toBe('2016-03');
    expect(heardIn(household(spell('2016-03', { stoppedFrom: '2016-03' })), '2016-03')).toBe('2016-03');
  });

  it('is a new one from the month of the stop on, and a correction of the stopped one before', () => {
    expect(heardIn(once, '2016-06')).toBe('2016-06');
    expect(heardIn(once, '2016-05')).toBe('2016-03');
  });

  it('is a new one after the month in which the case left the file, and a correction up to it', () => {
    const left = household(spell('2016-03', { leftFile: '2016-06' }));
    expect(heardIn(left, '2016-07')).toBe('2016-07');
    expect(heardIn(left, '2016-06')).toBe('2016-03');
  });

  it('is a new one when it was over by the first month known, and a correction of the first when it was not', () => {
    expect(heardIn(once, '2015-11', '2016-03')).toBe('2015-11');
    expect(heardIn(once, '2016-01', '2016-04')).toBe('2016-03');
    expect(heardIn(once, '2016-01')).toBe('2016-03');
  });

  it('is, for a start that is corrected, the one within which it falls', () => {
    expect(heardIn(twice, '2016-05')).toBe('2016-03');
    expect(heardIn(twice, '2016-09')).toBe('2016-08');
  });

  it('is never one of another case number that begins alike', () =>
    expect(heardIn(household(spell('2016-03', { caseKey: '451422/RURAL/91/2016-03' })), '2016-03')).toBe('2016-03'));

  it('is counted on where a spell of that name has since been corrected to another month', () => {
    const corrected = spell('2016-01', { caseKey: `${record}/2016-08`, stoppedFrom: '2016-03' });
    expect(heardIn(household(corrected), '2016-08')).toBe('2016-08~2');
    const again = spell('2016-04', { caseKey: `${record}/2016-08~2`, stoppedFrom: '2016-06' });
    expect(heardIn(household(corrected, again), '2016-08')).toBe('2016-08~3');
  });

  it('of which the latest is that of the latest start, in whatever order they were heard', () => {
    expect(latestSpell(twice, { recordKey: record })?.grantedFrom).toBe('2016-08');
    expect(latestSpell(twice, { recordKey: '451422/RURAL/91' })).toBeNull();
  });
});
