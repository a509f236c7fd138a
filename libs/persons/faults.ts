import { HubError } from '@xianjie/domain';

/** Production starts only with a master key that somebody put there: a new one would make every sealed value unreadable. */
export class MasterKeyMissing extends HubError {
  readonly code = 'master-key-missing';
  readonly retryable = false;
}

/** Another master key than the one under which this database's persons are: a wrong folder, a wrong file, another hub's database. */
export class MasterKeyDiffers extends HubError {
  readonly code = 'master-key-differs';
  readonly retryable = false;

  constructor(theirs: string, ours: string) {
    super(
      `the persons of this database are under master key ${theirs}, and the file of XIANJIE_MASTER_KEY_FILE (else master.key in the data ` +
        `folder) holds ${ours}; nothing was started: put the right file there, or name the right data folder or database`,
    );
  }
}

/** The box was not sealed with this person's key, or was altered. */
export class BoxUnreadable extends HubError {
  readonly code = 'box-unreadable';
  readonly retryable = false;

  constructor(
    readonly person: string,
    options?: ErrorOptions,
  ) {
    super(`a value of ${person} does not open with that person's key`, options);
  }
}

/** The keys were wrapped by another master key, or with an algorithm that this version does not have. */
export class KeyNotUnwrapped extends HubError {
  readonly code = 'key-not-unwrapped';
  readonly retryable = false;

  constructor(person: string, because: string, options?: ErrorOptions) {
    super(`the key of ${person}: ${because}`, options);
  }
}

/** A value was to be sealed for a person who was never created. */
export class PersonUnknown extends HubError {
  readonly code = 'person-unknown';
  readonly retryable = false;

  constructor(readonly person: string) {
    super(`${person} has no key`);
  }
}
