import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { problemOf } from '@xianjie/http';
import type { Response } from 'express';
import type { Logger } from 'pino';

/** Every fault leaves as RFC 9457; what the hub did not expect is logged with its stack, and not shown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(fault: unknown, host: ArgumentsHost): void {
    const problem = problemOf(fault);
    if (problem.status >= 500) this.logger.error({ err: fault, code: problem.code }, 'a call failed');
    host
      .switchToHttp()
      .getResponse<Response>()
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problem));
  }
}
