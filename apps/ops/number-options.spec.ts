import { UsageError } from './exit-codes';
import { shareOf, wholeNumber } from './number-options';

describe('numbers that a command is given', () => {
  it('are taken as they are said', () => {
    expect(wholeNumber('--counties', '4')).toBe(4);
    expect(shareOf('--scale', '0.01')).toBe(0.01);
  });

  it.each(['', '0', '-1', '1.5', 'many', 'Infinity', '1e3', '99999999999999999999'])('%j is no count', (text) =>
    expect(() => wholeNumber('--counties', text)).toThrow(new UsageError(`--counties: a whole number above 0, not ${text}`)),
  );

  it.each(['', '0', '-0.1', 'all', 'Infinity', 'NaN'])('%j is no share', (text) =>
    expect(() => shareOf('--scale', text)).toThrow(new UsageError(`--scale: a number above 0, not ${text}`)),
  );
});
