import { UsageError } from './exit-codes';

/** @throws UsageError that names the option. */
export const wholeNumber = (option: string, text: string): number => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || !Number.isSafeInteger(number))
    throw new UsageError(`${option}: a whole number above 0, not ${text}`);
  return number;
};

/** @throws UsageError that names the option. */
export const shareOf = (option: string, text: string): number => {
  const number = Number(text);
  if (!(number > 0) || !Number.isFinite(number)) throw new UsageError(`${option}: a number above 0, not ${text}`);
  return number;
};
