import { Body, Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { CallProblem, keyAsSent, keyReused } from '@xianjie/http';
import { EventLog, Today } from '@xianjie/log';
import { PostgresRequests, ReportBatcher, readReport } from '@xianjie/sources';
import type { HearOutcome, ReportRead } from '@xianjie/sources';
import type { Request } from 'express';
import { v7 } from 'uuid';
import { Divisions } from './divisions';
import { firstAnswers } from './first-answers';
import { SealingGuard } from './sealing-guard';

const MOST = 1_000;

type Answered = Readonly<{ reports: readonly ReportAnswer[] }>;
type ReportAnswer = Readonly<{
  status: HearOutcome['status'];
  household: string | null;
  events: number;
  code: string | null;
  detail: string | null;
  fields?: readonly Readonly<{ field: string; message: string }>[];
}>;

const refusedAnswer = ({ code, fields }: NonNullable<ReportRead['refused']>): ReportAnswer => ({
  status: 'refused',
  household: null,
  events: 0,
  code,
  detail: fields.map(({ field, message }) => `${field}: ${message}`).join('; '),
  fields,
});

/** The body as it was sent; main.ts keeps it for the digest under which an Idempotency-Key was first used. */
export type WithRawBody = Request & Readonly<{ rawBody?: Buffer }>;

@Controller('api/v1/reports')
export class ReportsController {
  constructor(
    private readonly batcher: ReportBatcher,
    private readonly requests: PostgresRequests,
    private readonly divisions: Divisions,
    private readonly today: Today,
    private readonly sealing: SealingGuard,
    private readonly log: EventLog,
  ) {}

  /** One report, or an array of at most 1,000; answers in its order. A refused report says why and holds up no other. */
  @Post()
  @HttpCode(200)
  async take(
    @Body() body: unknown,
    @Headers('idempotency-key') header: string | undefined,
    @Req() request: WithRawBody,
  ): Promise<Answered> {
    const said: readonly unknown[] = Array.isArray(body) ? body : [body];
    if (said.length === 0 || said.length > MOST)
      throw new CallProblem(413, 'too-many-reports', `1 to ${MOST} reports expected, got ${said.length}`);
    const given = keyAsSent(header);
    // Before the key is taken: the same call is sent again when sealing works.
    await this.sealing.assertSealed();
    const taken = given === undefined ? 'first' : await this.requests.take(given, request.rawBody ?? Buffer.alloc(0));
    if (taken === 'another-body') throw keyReused();
    // Never heard again: the household may have changed since.
    if (taken !== 'first' && taken.answer !== null) return taken.answer as Answered;
    const answered = await this.hear(said, given ?? v7(), taken !== 'first');
    return given === undefined ? answered : this.requests.keep(given, answered);
  }

  /** `isAgain`: the first call with this key was cut off before it had an answer. */
  private async hear(said: readonly unknown[], key: string, isAgain: boolean): Promise<Answered> {
    const today = await this.today.date();
    const read = said.map((one, at) =>
      readReport(one, {
        divisions: this.divisions.table,
        today,
        evidence: { fileHash: `report/${key}`, sheet: '', row: at + 1 },
      }),
    );
    const items = read.flatMap(({ report }, at) =>
      report === null ? [] : [{ report, commandId: `report:${key}#${at + 1}`, digest: null, importId: null }],
    );
    const heard = await this.batcher.hear(items);
    const ids = items.map(({ commandId }) => commandId);
    const answers = [...(isAgain ? await firstAnswers(this.log, ids, heard) : heard)];
    return { reports: read.map(({ refused }) => (refused ? refusedAnswer(refused) : (answers.shift() as HearOutcome))) };
  }
}
