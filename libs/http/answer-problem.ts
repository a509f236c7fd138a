import type { Response } from 'express';
import { problemOf } from './problem';

/** Of a 503: every fault that passes is tried again by itself within seconds. */
const RETRY_AFTER_SECONDS = '5';

type Log = Readonly<{ error: (what: object, message: string) => void }>;

/** Sends any fault as RFC 9457; what the hub did not expect is logged with its stack, and not shown. */
export const answerProblem = (fault: unknown, response: Response, log: Log): void => {
  const problem = problemOf(fault);
  if (problem.status >= 500) log.error({ err: fault, code: problem.code }, 'a call failed');
  if (problem.status === 503) response.set('retry-after', RETRY_AFTER_SECONDS);
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
};
