import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ErasePerson } from '@xianjie/casework';
import { isLocalDate } from '@xianjie/domain';
import type { LocalDate } from '@xianjie/domain';
import { actingIn, businessDay, notFound } from '@xianjie/http';
import { Today } from '@xianjie/log';
import type { Request } from 'express';
import { z } from 'zod';

/** `by`: a user reference, never a name; left out, the official of the call, else the name of its token. */
const anErasure = z.strictObject({
  reason: z.string().trim().min(1, 'say why').max(500),
  by: z.string().min(1).max(64).optional(),
  on: z
    .string()
    .refine(isLocalDate, 'a day such as 2016-03-31 expected')
    .transform((text) => text as LocalDate)
    .optional(),
});

/** Erasing is intake's: it alone has the kept files. */
@Controller('api/v1/persons')
export class PersonsController {
  constructor(
    private readonly erasing: ErasePerson,
    private readonly today: Today,
  ) {}

  /** Once done it cannot be undone. The same call again answers what was recorded, or goes on where a kill stopped it. */
  @Post(':id/erase')
  @HttpCode(200)
  async erase(@Param('id') person: string, @Body() body: unknown, @Req() request: Request): Promise<object> {
    const { reason, by, on } = anErasure.parse(body ?? {});
    const asked = { person, reason, ...actingIn(request, by), on: await businessDay(this.today, on) };
    const answer = await this.erasing.erase(asked);
    if (answer.outcome === 'refused') throw notFound(`person ${person}`);
    return { position: answer.position, erased: answer.event };
  }
}
