import { HubError } from '@xianjie/domain';

/** An event arrived whose predecessor never did: going on would fold a wrong card, so the projector stops (architecture 13). */
export class ProjectionGap extends HubError {
  readonly code = 'projection-gap';
  readonly retryable = false;

  constructor(household: string, expected: number, got: number) {
    super(`${household}: expected version ${expected}, and ${got} arrived`);
  }
}
