import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CallProblem, askerOf } from '@xianjie/http';
import { EventLog } from '@xianjie/log';
import { PostgresReplayDiff, PostgresReplays } from '@xianjie/read-models';
import type { Replay } from '@xianjie/read-models';
import type { Request } from 'express';
import { v7 } from 'uuid';
import { diffAnswer, droppedAnswer, replayAnswer, replaysAnswer } from '../answers/audit';
import type { Answered } from '../answers/shapes';
import { Answers, Asks, Takes } from '../openapi';
import { orProblem } from './or-problem';
import { ReplayWorker } from './replay-worker';
import { aDiffPage, aReplay } from './requests';

type Shown = Answered<typeof replayAnswer>;
const withId = (replay: Replay): Shown => ({ id: replay.name, ...replay });

/** Replays for audits: any range of the log folded into views of its own, beside the live ones. Nothing is sent to anybody. */
@ApiTags('audit')
@Controller('audit/replays')
export class ReplaysController {
  constructor(
    private readonly log: EventLog,
    private readonly replays: PostgresReplays,
    private readonly diffs: PostgresReplayDiff,
    private readonly worker: ReplayWorker,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Fold a range, by position or day, into views beside the live ones; the answer comes before the work',
  })
  @Takes(aReplay)
  @Answers(replayAnswer, 202)
  async start(@Body() body: unknown, @Req() request: Request): Promise<Shown> {
    const { into, ...asked } = aReplay.parse(body ?? {});
    const { operator, purpose } = askerOf(request);
    const said = { by: operator, purpose, ...asked, worker: 'hub' as const };
    const opened = await orProblem(this.replays.open(this.log, into ?? `r-${v7()}`, said));
    void this.worker.take(opened.name);
    return withId(opened);
  }

  @Get()
  @ApiOperation({ summary: 'Every replay, those of the command line included' })
  @Answers(replaysAnswer)
  async list(): Promise<Answered<typeof replaysAnswer>> {
    return { replays: (await this.replays.list()).map(withId) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'How far it is, and with what program, schemas and policy packs it was made' })
  @Answers(replayAnswer)
  async show(@Param('id') id: string): Promise<Shown> {
    return withId(await orProblem(this.replays.show(id)));
  }

  @Get(':id/diff')
  @ApiOperation({ summary: 'Against the live views, household by household, each difference with the events that explain it' })
  @Asks(aDiffPage)
  @Answers(diffAnswer)
  diff(@Param('id') id: string, @Query() query: Record<string, string>): Promise<Answered<typeof diffAnswer>> {
    return orProblem(this.diffs.run(id, aDiffPage.parse(query)));
  }

  @Post(':id/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stop it before its next page' })
  @Answers(replayAnswer)
  async pause(@Param('id') id: string): Promise<Shown> {
    return withId(await orProblem(this.replays.pause(id)));
  }

  @Post(':id/resume')
  @HttpCode(202)
  @ApiOperation({ summary: 'Go on, after a pause or an interruption' })
  @Answers(replayAnswer, 202)
  async resume(@Param('id') id: string): Promise<Shown> {
    const replay = await orProblem(this.replays.resume(id));
    // One onto a topic is the command line's: this process knows no broker to send it to.
    if (replay.asked.topic !== null)
      throw new CallProblem(422, 'replay-without-views', `${id} goes onto a topic: xianjie replay resume`);
    if (replay.status !== 'done') void this.worker.take(id);
    return withId(replay);
  }

  @Delete(':id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Remove it and its views' })
  @Answers(droppedAnswer)
  async drop(@Param('id') id: string): Promise<Answered<typeof droppedAnswer>> {
    await orProblem(this.replays.drop(id));
    return { id, dropped: true };
  }
}
