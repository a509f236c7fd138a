import { createHash, timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { openedWith } from './asker';
import { CallProblem, problemOf } from './problem';
import { readTokens } from './token-file';

const OPEN = /^\/health\/(live|ready)$/;
const ASKS_ONLY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A program sends the token as Bearer; a person's browser, which asks for a password, as that password (any user name). */
const givenToken = (header = ''): string | undefined => {
  const basic = /^Basic (\S+)$/.exec(header)?.[1];
  if (basic !== undefined) return Buffer.from(basic, 'base64').toString('utf8').split(':').slice(1).join(':');
  return /^Bearer (\S+)$/.exec(header)?.[1];
};

/**
 * Express middleware: nothing stands open but the health calls. The tokens are read from a file (token-file.ts); `askerOf` says
 * afterwards whose token it was. @throws TokensUnreadable.
 */
export const requireBearer = (tokenFile: string) => {
  const tokens = readTokens(tokenFile).map((token) => ({ token, expected: digest(token.token) }));
  return (request: Request, response: Response, next: NextFunction): void => {
    if (OPEN.test(request.path)) return next();
    const given = digest(givenToken(request.headers.authorization) ?? '');
    // All are compared, so that the time tells nothing of which one.
    const [found] = tokens.filter(({ expected }) => timingSafeEqual(given, expected));
    if (found && (found.token.role !== 'reader' || ASKS_ONLY.has(request.method))) {
      openedWith(request, found.token);
      return next();
    }
    const answer = problemOf(
      found
        ? new CallProblem(403, 'token-reads-only', `the token of ${found.token.name} may only ask: its role is reader`)
        : new CallProblem(401, 'no-valid-token', 'send the header Authorization: Bearer <token>; `up` prints where the token is'),
    );
    // A header each: of several challenges in one, Chromium sees the first alone, and asks for no password.
    if (!found) response.set('www-authenticate', ['Bearer', 'Basic realm="xianjie"']);
    response.status(answer.status).type('application/problem+json').send(JSON.stringify(answer));
  };
};
