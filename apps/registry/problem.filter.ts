import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { UnknownCounty } from '@xianjie/casework';
import { CallProblem, answerProblem } from '@xianjie/http';
import type { Response } from 'express';
import type { Logger } from 'pino';

/** Every fault leaves as RFC 9457. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(fault: unknown, host: ArgumentsHost): void {
    const problem = fault instanceof UnknownCounty ? new CallProblem(404, fault.code, fault.message) : fault;
    answerProblem(problem, host.switchToHttp().getResponse<Response>(), this.logger);
  }
}
