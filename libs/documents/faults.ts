import { HubError } from '@xianjie/domain';

/** A key file is missing in production, unreadable, or of a kind that the hub does not sign with. */
export class UnusableKey extends HubError {
  readonly code = 'signing-key-unusable';
  readonly retryable = false;
}

export class FontMissing extends HubError {
  readonly code = 'font-missing';
  readonly retryable = false;

  constructor(file: string) {
    super(`no Chinese font at ${file}: install fonts-noto-cjk, or name one in XIANJIE_CJK_FONT`);
  }
}
