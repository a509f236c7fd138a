import { HubError } from '@xianjie/domain';

/** Exit status of an app that no start again will mend: a setting, a key or a file is wrong. */
export const CANNOT_START = 2;

/** Logs why an app did not start, and ends it. */
export const couldNotStart =
  (logger: Readonly<{ fatal: (what: object, message: string) => void }>, end: (status: number) => void = process.exit) =>
  (fault: unknown): void => {
    logger.fatal({ err: fault }, 'could not start');
    end(fault instanceof HubError && !fault.retryable ? CANNOT_START : 1);
  };
