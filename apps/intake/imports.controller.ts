import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { RecordAccess } from '@xianjie/access';
import { isStorableText } from '@xianjie/domain';
import { CallProblem, askedOf, askerOf, endIfSilent, notFound, refusedBecause } from '@xianjie/http';
import { Today } from '@xianjie/log';
import { Imports } from '@xianjie/sources';
import type { Answer, Import, ImportRefusal, RowIssue } from '@xianjie/sources';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { importRequest } from './import-query';
import { Rejects } from './rejects';
import { SealingGuard } from './sealing-guard';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const said: Readonly<Record<Exclude<ImportRefusal, 'no-such-import'>, string>> = {
  'import-not-open': 'was started already: it takes no more files, and does not begin again',
  'import-without-files': 'has no file yet',
  'nothing-held': 'has no departures that wait',
  'import-not-undoable': 'recorded nothing that could be retracted: it is not done, was a dry run, or is undone',
};

/** Without the folders that a browser of old sends with it; it is shown to people, and stands in sheets. */
const fileNameIn = (given: unknown): string => {
  const name = typeof given === 'string' ? (given.split(/[/\\]/).at(-1) as string) : '';
  if (name.trim() === '' || name.length > 200 || /\p{Cc}/u.test(name) || !isStorableText(name))
    throw new CallProblem(
      400,
      'invalid-request',
      'name: one file name of up to 200 characters expected, none of them a control character',
    );
  return name;
};

const valueOf = <Value>(answer: Answer<Value>, id: string): Value => {
  if (answer.outcome === 'accepted') return answer.value;
  throw answer.because === 'no-such-import'
    ? notFound(`import ${id}`)
    : refusedBecause(answer.because, `import ${id} ${said[answer.because]}`);
};

const shown = (
  { id, source, asOf, changes, dryRun, scope, state, problem, counts }: Import,
  issues: readonly RowIssue[],
): object => ({
  id,
  source,
  asOf,
  changes,
  dryRun,
  scope,
  state,
  problem,
  counts,
  issues,
});

/** An import is opened, its files are put one by one, then it is started; GET says how far it is. */
@Controller('api/v1/imports')
export class ImportsController {
  constructor(
    private readonly imports: Imports,
    private readonly rejects: Rejects,
    private readonly today: Today,
    private readonly sealing: SealingGuard,
    private readonly accesses: RecordAccess,
  ) {}

  /** Body: nothing, or `{"mapping": "<text of a mapping file>"}`. */
  @Post()
  @HttpCode(201)
  async open(@Query() query: Record<string, unknown>, @Body() body: unknown): Promise<object> {
    await this.sealing.assertSealed();
    const request = importRequest(query, body, await this.today.date());
    return this.read(await this.imports.open(request));
  }

  /** The body is the file's bytes, whatever its content type; streamed to disk, encrypted on the way. */
  @Put(':id/files')
  @HttpCode(201)
  async addFile(@Param('id') id: string, @Query('name') given: unknown, @Req() request: Request): Promise<object> {
    const name = fileNameIn(given);
    await this.existing(id);
    endIfSilent(request);
    // Not ended when nobody reads on, on a full disk say: its connection would hang in the next call, and the fault look like the sender's.
    const bytes = request.iterator({ destroyOnReturn: false });
    const added = await this.imports.addFile(id, name, bytes).catch((fault: unknown) => {
      request.resume();
      if (fault !== request.errored) throw fault;
      // Nobody is left to read this; as a fault of ours it would be taken for one of the database.
      throw new CallProblem(400, 'invalid-request', 'the file broke off on its way');
    });
    return valueOf(added, id);
  }

  @Post(':id/start')
  @HttpCode(202)
  async start(@Param('id') id: string): Promise<object> {
    await this.existing(id);
    await this.sealing.assertSealed();
    valueOf(await this.imports.start(id), id);
    return this.read(id);
  }

  @Get(':id')
  async read(@Param('id') id: string): Promise<object> {
    const job = await this.existing(id);
    return shown(job, job.state === 'done' ? await this.rejects.first(job) : []);
  }

  @Post(':id/confirm')
  @HttpCode(202)
  async confirm(@Param('id') id: string): Promise<object> {
    await this.existing(id);
    await this.sealing.assertSealed();
    const { released } = valueOf(await this.imports.confirm(id), id);
    return { ...(await this.read(id)), released };
  }

  @Post(':id/undo')
  @HttpCode(200)
  async undo(@Param('id') id: string): Promise<object> {
    await this.existing(id);
    await this.sealing.assertSealed();
    const { retracted } = valueOf(await this.imports.undo(id), id);
    return { ...(await this.read(id)), retracted };
  }

  /** Rows in quarantine with their reasons, `format=csv` (default) or `xlsx`. Not masked: whoever sent them mends them. */
  @Get(':id/rejects')
  async rejected(
    @Param('id') id: string,
    @Query('format') format = 'csv',
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const job = await this.existing(id);
    if (format !== 'csv' && format !== 'xlsx') throw new CallProblem(400, 'invalid-request', 'format: csv or xlsx expected');
    if (!(await this.rejects.areKept(job)))
      throw new CallProblem(410, 'kept-files-gone', `the files of import ${id} were deleted when their time was over`);
    // Recorded before the first row leaves; the sheet is streamed, so that its hash is not known by then.
    await this.accesses.exported(askerOf(request), {
      ...{ what: 'rejects', asked: askedOf(request), document: id, format },
      ...{ wholeIds: true, rows: job.counts?.quarantined ?? 0, hash: null },
    });
    response.attachment(`rejects-${id}.${format}`);
    if (format === 'xlsx') return this.rejects.xlsx(job, response);
    response.type('text/csv; charset=utf-8');
    // A client that goes away would otherwise be waited for for ever, with the kept files open.
    await pipeline(Readable.from(this.rejects.csv(job)), response).catch((fault: unknown) => {
      if ((fault as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw fault;
    });
  }

  private async existing(id: string): Promise<Import> {
    const job = UUID.test(id) ? await this.imports.read(id) : null;
    if (!job) throw notFound(`import ${id}`);
    return job;
  }
}
