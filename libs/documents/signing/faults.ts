import { HubError } from '@xianjie/domain';

/** A key file is missing in production, unreadable, or of a kind that the hub does not sign with. */
export class UnusableKey extends HubError {
  readonly code = 'signing-key-unusable';
  readonly retryable = false;
}
