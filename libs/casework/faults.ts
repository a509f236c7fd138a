import { HubError } from '@xianjie/domain';

/** No policy pack holds for the county on that day: a decision has nothing to be measured by. Put a pack into policies/. */
export class NoPolicyInForce extends HubError {
  readonly code = 'no-policy-in-force';
  readonly retryable = false;

  constructor(county: string, on: string) {
    super(`no policy pack is in force in ${county} on ${on}`);
  }
}

/** The folder of delivered lists cannot be written: a full disk, or another owner. Nothing of the recipient's folder is left half done. */
export class DeliveryFolderUnwritable extends HubError {
  readonly code = 'delivery-folder-unwritable';
  readonly retryable = true;

  constructor(folder: string, cause: NodeJS.ErrnoException) {
    super(`the folder of delivered lists, ${folder}, cannot be written (${cause.code}); deliver again when it can`, { cause });
  }
}

/** A caller names a county that the division table does not know. */
export class UnknownCounty extends RangeError {
  readonly code = 'unknown-county';

  constructor(county: string) {
    super(`${county} is not in the division table`);
  }
}
