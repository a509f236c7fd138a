import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { NoPolicyInForce, UnknownCounty } from '@xianjie/casework';
import { CallProblem, answerProblem } from '@xianjie/http';
import type { Response } from 'express';
import type { Logger } from 'pino';

/** A county that nobody knows, a day on which no pack holds: what the call names is not there. */
const ofTheCaller = (fault: unknown): unknown => {
  if (fault instanceof UnknownCounty) return new CallProblem(404, fault.code, fault.message);
  return fault instanceof NoPolicyInForce ? new CallProblem(422, fault.code, fault.message) : fault;
};

/** Every fault leaves as RFC 9457. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(fault: unknown, host: ArgumentsHost): void {
    answerProblem(ofTheCaller(fault), host.switchToHttp().getResponse<Response>(), this.logger);
  }
}
