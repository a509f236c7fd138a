import { request } from 'node:http';
import { pipeline } from 'node:stream';
import type { NextFunction, Request, Response } from 'express';
import { CallProblem, problemOf } from '@xianjie/http';

/** Reports, imports and erasures belong to intake; the offices need know one address only. Bodies stream through, nothing is kept here. */
const INTAKE = /^\/api\/v1\/(reports|imports|persons)(\/|\?|$)/;

export const forwardToIntake =
  (intake: string) =>
  (incoming: Request, outgoing: Response, next: NextFunction): void => {
    if (!INTAKE.test(incoming.originalUrl)) return next();
    const target = new URL(incoming.originalUrl, intake);
    const forwarded = request(
      target,
      { method: incoming.method, headers: { ...incoming.headers, host: target.host } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        // An answer that breaks off breaks off for the caller as well.
        pipeline(answer, outgoing, () => undefined);
      },
    );
    forwarded.on('error', () => {
      if (outgoing.headersSent) return void outgoing.destroy();
      const problem = problemOf(
        new CallProblem(503, 'intake-unavailable', 'intake does not answer; the same call may be sent again'),
      );
      outgoing.status(503).type('application/problem+json').send(JSON.stringify(problem));
    });
    // Not a pipeline: where intake answers before it has read all, the caller is to get that answer.
    incoming.pipe(forwarded);
    incoming.once('close', () => {
      if (!incoming.complete) forwarded.destroy();
    });
  };
