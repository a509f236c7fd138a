import { HubError } from '@xianjie/domain';

/** No policy pack holds for the county on that day: a decision has nothing to be measured by. Put a pack into policies/. */
export class NoPolicyInForce extends HubError {
  readonly code = 'no-policy-in-force';
  readonly retryable = false;

  constructor(county: string, on: string) {
    super(`no policy pack is in force in ${county} on ${on}`);
  }
}
