import { importOf, isFromImport, originOf, soundNumber, sourceOf } from './item';

describe('the origin of an event (S-2, S-9)', () => {
  it('is late only when it dates from before the day that was last heard', () => {
    expect(originOf('ExitPlanned', '2016-03-30', '2016-03-31', undefined)).toBe('late');
    expect(originOf('ExitPlanned', '2016-03-31', '2016-03-31', undefined)).toBe('change');
    expect(originOf('ExitPlanned', '2016-03-30', null, undefined)).toBe('change');
  });

  it.each(['ExitCorrected', 'DibaoCorrected', 'MemberCorrected'])('is a correction for %s, also in an initial load', (type) => {
    expect(originOf(type, '2016-03-30', null, 'initial-load')).toBe('correction');
    expect(originOf(type, '2016-03-30', '2016-03-31', undefined)).toBe('correction');
  });

  it('is the initial load otherwise when the import is one', () =>
    expect(originOf('HouseholdEnrolled', '2014-03-01', '2016-03-31', 'initial-load')).toBe('initial-load'));
});

describe('the source of an event', () => {
  const evidence = { fileHash: '3b1f', sheet: '贫困户', row: 7 };

  it('cites file, import, sheet and row, and gives the import back', () => {
    const source = sourceOf(evidence, 'i-1');
    expect(source).toBe('3b1f?import=i-1#贫困户!7');
    expect(importOf(source)).toBe('i-1');
    expect([isFromImport(source, 'i-1'), isFromImport(source, 'i-11'), isFromImport(source, '-1')]).toEqual([true, false, false]);
  });

  it('without an import is of none', () => {
    const source = sourceOf(evidence, null);
    expect(source).toBe('3b1f#贫困户!7');
    expect([importOf(source), isFromImport(source, 'i-1')]).toEqual([null, false]);
  });
});

it('a number may be claimed only when it is sound and of a kind that is one person’s (S-12)', () => {
  const sound = { raw: '1', idNo: '1', kind: 'resident', problem: null } as unknown as Parameters<typeof soundNumber>[0];
  expect(soundNumber(sound)).toBe('1');
  expect(soundNumber({ ...sound, kind: 'other' })).toBeNull();
  expect(soundNumber({ ...sound, problem: 'check-digit' } as typeof sound)).toBeNull();
});
