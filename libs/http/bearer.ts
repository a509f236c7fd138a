import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { NextFunction, Request, Response } from 'express';
import { CallProblem, problemOf } from './problem';

const OPEN = /^\/(health\/(live|ready))$/;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Express middleware: nothing stands open but the health calls. The token is read from a file that `up` makes and prints. */
export const requireBearer = (tokenFile: string) => {
  const expected = digest(readFileSync(tokenFile, 'utf8').trim());
  return (request: Request, response: Response, next: NextFunction): void => {
    if (OPEN.test(request.path)) return next();
    const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return next();
    const answer = problemOf(
      new CallProblem(401, 'no-valid-token', 'send the header Authorization: Bearer <token>; `up` prints where the token is'),
    );
    response.status(401).type('application/problem+json').send(JSON.stringify(answer));
  };
};
