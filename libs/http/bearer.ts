import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { NextFunction, Request, Response } from 'express';
import { CallProblem, problemOf } from './problem';

const OPEN = /^\/health\/(live|ready)$/;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A program sends the token as Bearer; a person's browser, which asks for a password, as that password (any user name). */
const givenToken = (header = ''): string | undefined => {
  const basic = /^Basic (\S+)$/.exec(header)?.[1];
  if (basic !== undefined) return Buffer.from(basic, 'base64').toString('utf8').split(':').slice(1).join(':');
  return /^Bearer (\S+)$/.exec(header)?.[1];
};

/** Express middleware: nothing stands open but the health calls. The token is read from a file that `up` makes and prints. */
export const requireBearer = (tokenFile: string) => {
  const expected = digest(readFileSync(tokenFile, 'utf8').trim());
  return (request: Request, response: Response, next: NextFunction): void => {
    if (OPEN.test(request.path)) return next();
    const given = givenToken(request.headers.authorization);
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return next();
    const answer = problemOf(
      new CallProblem(401, 'no-valid-token', 'send the header Authorization: Bearer <token>; `up` prints where the token is'),
    );
    response
      .status(401)
      .set('www-authenticate', 'Bearer, Basic realm="xianjie"')
      .type('application/problem+json')
      .send(JSON.stringify(answer));
  };
};
