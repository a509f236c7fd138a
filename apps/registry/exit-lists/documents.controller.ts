import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { RecordAccess } from '@xianjie/access';
import { ExitLists } from '@xianjie/casework';
import { sm3 } from '@xianjie/documents';
import { documentOf } from '@xianjie/domain';
import { askedOf, askerOf, notFound } from '@xianjie/http';
import type { Request } from 'express';
import { regeneratedAnswer } from '../answers/exit-lists';
import type { Answered } from '../answers/shapes';
import { Answers, Asks, Takes } from '../openapi';
import { XLSX, fileOf } from '../openapi-schemas';
import { aDocument, aRegeneration, listPath } from './requests';

const DOCUMENTS = { 'application/json': { schema: { type: 'object' } }, ...fileOf('text/csv', 'application/pdf', XLSX) };
type Path = Readonly<{ county: string; year: string }>;

@ApiTags('exit lists')
@Controller('exit-lists')
export class ListDocumentsController {
  constructor(
    private readonly lists: ExitLists,
    private readonly accesses: RecordAccess,
  ) {}

  @Get(':county/:year/document')
  @ApiOperation({ summary: 'One version as json, csv, xlsx or pdf; identifiers masked unless wholeIds=true' })
  @Asks(aDocument)
  @ApiResponse({ status: 200, description: 'the document', content: DOCUMENTS })
  async document(@Param() path: Path, @Query() query: Record<string, string>, @Req() request: Request): Promise<StreamableFile> {
    const { county, year } = listPath.parse(path);
    const asked = aDocument.parse(query);
    const shown = await this.lists.show({ county, year, ...asked });
    if (shown.outcome === 'refused') throw notFound(`such version of ${county} ${year}`);
    const { listId } = await this.lists.summary({ county, year });
    await this.accesses.exported(askerOf(request), {
      ...{ what: 'exit-list-document', asked: askedOf(request), document: documentOf(listId, shown.version) },
      ...{ format: asked.format, wholeIds: asked.wholeIds, rows: shown.rows, hash: sm3(shown.bytes) },
    });
    return new StreamableFile(shown.bytes, { type: shown.mediaType, disposition: `inline; filename="${shown.fileName}"` });
  }

  @Post(':county/:year/regenerate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Fold the log again up to the freeze and compare with what was frozen (S-21)' })
  @Takes(aRegeneration)
  @Answers(regeneratedAnswer)
  async regenerate(
    @Param() path: Path,
    @Body() body: unknown,
    @Req() request: Request,
  ): Promise<Answered<typeof regeneratedAnswer>> {
    const of = { ...listPath.parse(path), ...aRegeneration.parse(body) };
    const { listId, list } = await this.lists.summary(of);
    if (!list.versions.some(({ version }) => version === of.version))
      throw notFound(`version ${of.version} of ${of.county} ${of.year}`);
    const given = of.recorded ? await this.lists.recorded(of) : await this.lists.regenerate(of);
    if (given === null)
      throw notFound(`recorded line of version ${of.version}: they were deleted; without --recorded the log answers`);
    const { difference, erased, opened, bytes } = given;
    await this.accesses.exported(askerOf(request), {
      ...{ what: 'exit-list-regenerated', asked: askedOf(request), document: documentOf(listId, of.version) },
      ...{ format: 'csv', wholeIds: true, rows: opened.length, hash: sm3(bytes) },
    });
    return {
      ...{ identical: difference === null, firstDifference: difference, erasedLines: erased },
      ...{ frozenWith: given.version.frozenWith, program: this.lists.program, csv: bytes.toString('utf8') },
    };
  }
}
