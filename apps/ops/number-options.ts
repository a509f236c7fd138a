import { UsageError } from './exit-codes';

/** @throws UsageError that names the option. */
export const wholeNumber = (option: string, text: string, least = 1, most = Number.MAX_SAFE_INTEGER): number => {
  const number = Number(text);
  const range = most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : least === 1 ? 'above 0' : `from ${least} on`;
  if (!/^\d+$/.test(text) || number < least || number > most)
    throw new UsageError(`${option}: a whole number ${range}, not ${text}`);
  return number;
};

/** @throws UsageError that names the option. */
export const shareOf = (option: string, text: string): number => {
  const number = Number(text);
  if (!(number > 0) || !Number.isFinite(number)) throw new UsageError(`${option}: a number above 0, not ${text}`);
  return number;
};
