import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { CallProblem, problemOf } from './problem';

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** What the JSON parser is to take: the same as is let through to it, or a body would be passed over and the call made without it. */
export const isJson = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean => JSON_TYPE.test(headers['content-type'] ?? '');

/** Express middleware, before the JSON parser: a POST whose body says to be something else is refused, not read as an empty one. */
export const requireJson = (request: Request, response: Response, next: NextFunction): void => {
  const { 'content-type': type, 'content-length': length = '0', 'transfer-encoding': chunked } = request.headers;
  const hasBody = chunked !== undefined || Number(length) > 0;
  if (request.method !== 'POST' || !hasBody || isJson(request)) return next();
  const said = `content-type: application/json expected, not ${type === undefined ? 'none' : type.slice(0, 100)}`;
  const problem = problemOf(new CallProblem(415, 'unsupported-media-type', said));
  response.status(415).type('application/problem+json').send(JSON.stringify(problem));
};
