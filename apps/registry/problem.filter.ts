import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { answerProblem } from '@xianjie/http';
import type { Response } from 'express';
import type { Logger } from 'pino';

/** Every fault leaves as RFC 9457. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(fault: unknown, host: ArgumentsHost): void {
    answerProblem(fault, host.switchToHttp().getResponse<Response>(), this.logger);
  }
}
