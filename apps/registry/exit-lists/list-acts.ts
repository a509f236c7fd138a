import type { ListAnswer } from '@xianjie/casework';
import { nextVersion } from '@xianjie/domain';
import type { LocalDate } from '@xianjie/domain';
import { actingIn, businessDay } from '@xianjie/http';
import { StreamMovedOn } from '@xianjie/log';
import type { Today } from '@xianjie/log';
import type { Request } from 'express';
import type { z } from 'zod';
import type { listActed } from '../answers/exit-lists';
import type { Answered } from '../answers/shapes';
import { refusalOf } from '../refusal-texts';
import { listPath } from './requests';
import type { Act } from './requests';
import { sectionsOf } from './summaries';

type Dated<Body> = Body & Readonly<{ county: string; year: number; on: LocalDate; by: string; token: string }>;
const ATTEMPTS = 3;

/** One act on a list as a call: its path and body read, its day filled in, its refusal turned into the answer. */
export class ListActs {
  constructor(private readonly today: Today) {}

  async take<Body extends Act>(
    what: string,
    path: unknown,
    body: unknown,
    request: Request,
    shape: z.ZodType<Body>,
    act: (asked: Dated<Body>) => Promise<ListAnswer>,
  ): Promise<Answered<typeof listActed>> {
    const { county, year } = listPath.parse(path);
    const asked = shape.parse(body ?? {});
    const dated = { ...asked, county, year, on: await businessDay(this.today, asked.on), ...actingIn(request, asked.by) };
    const answer = await this.tried(() => act(dated));
    if (answer.outcome === 'refused') throw refusalOf(answer.because, answer.detail);
    const { versions } = answer.list;
    const actedOn = versions.find(({ version }) => version === answer.version);
    const version = actedOn ?? versions.at(-1);
    const counts = actedOn?.counts ?? sectionsOf(answer.list);
    // What was checked is the version that a freeze would make; of an act on the list as a whole, the newest there is.
    const number = actedOn?.version ?? (what === 'checked' ? nextVersion(answer.list).version : version?.version);
    const said =
      `${answer.listId}${number === undefined ? '' : ` version ${number}`} ${what}: ${counts.exitedHouseholds} households exited (${counts.exitedLines} lines), ` +
      `${counts.plannedHouseholds} planned and not exited (${counts.plannedLines} lines)`;
    return {
      county,
      year,
      version: version?.version ?? 0,
      state: answer.list.closedOn === null ? (version?.stage ?? 'OPEN') : 'CLOSED',
      said,
      counts,
      openIdentityReviews: answer.list.check?.openIdentityReviews ?? null,
      list: answer.list,
    };
  }

  /** Somebody who acted on the same list in between wins; the act is then tried on what they left. */
  private async tried(act: () => Promise<ListAnswer>): Promise<ListAnswer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await act();
      } catch (fault) {
        if (!(fault instanceof StreamMovedOn) || attempt === ATTEMPTS) throw fault;
      }
    }
  }
}
