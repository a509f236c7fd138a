import type { NextFunction, Request, Response } from 'express';
import { isStorableText } from '@xianjie/domain';
import { CallProblem, problemOf } from './problem';

/** The path of the first text of a JSON value that cannot be stored; null when there is none. Deep values are no danger. */
export const unstorableText = (body: unknown): string | null => {
  const open: (readonly [path: string, value: unknown])[] = [['', body]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [path, value] = next;
    if (typeof value === 'string' && !isStorableText(value)) return path;
    if (value !== null && typeof value === 'object')
      for (const [key, inside] of Object.entries(value)) open.push([path === '' ? key : `${path}.${key}`.slice(0, 200), inside]);
  }
  return null;
};

/** Express middleware, after the JSON parser: 400 that names the field. */
export const refuseUnstorableText = (request: Request, response: Response, next: NextFunction): void => {
  const field = unstorableText(request.body as unknown);
  if (field === null) return next();
  const message = 'holds a control character or half a surrogate pair';
  const problem = problemOf(new CallProblem(400, 'invalid-request', `${field || 'the body'} ${message}`, [{ field, message }]));
  response.status(400).type('application/problem+json').send(JSON.stringify(problem));
};
