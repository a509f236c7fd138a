import { HubError } from '@xianjie/domain';

/** A wrong or contradictory setting; the message names the variable and what it may hold. */
export class InfrastructureMisconfigured extends HubError {
  readonly code = 'infrastructure-misconfigured';
  readonly retryable = false;
}

/** Settings that an app needs are missing or wrong; each is named. */
export class EnvironmentIncomplete extends HubError {
  readonly code = 'misconfigured';
  readonly retryable = false;
}

/** A part was asked for in one way and cannot be had in that way. Nothing else was tried instead. */
export class PartUnavailable extends HubError {
  readonly code = 'part-unavailable';
  readonly retryable = false;
}

/** A part did not come up; the message ends with the tail of its log. */
export class PartFailedToStart extends HubError {
  readonly code = 'part-failed-to-start';
  readonly retryable = true;
}

/** Another process still runs a part over the same data folder. */
export class DataFolderInUse extends HubError {
  readonly code = 'data-folder-in-use';
  readonly retryable = true;
}
