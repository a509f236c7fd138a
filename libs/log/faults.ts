import { HubError } from '@xianjie/domain';

/** Somebody else appended first. Read again and decide again. */
export class StreamMovedOn extends HubError {
  readonly code = 'stream-moved-on';
  readonly retryable = true;

  constructor(
    readonly stream: string,
    readonly expectedVersion: number,
    readonly actualVersion: number,
  ) {
    super(`${stream} was expected at version ${expectedVersion} and is at ${actualVersion}`);
  }
}

/** The identifier behind this keyed hash belongs to somebody else. Resolve the person again (S-12). */
export class ClaimTaken extends HubError {
  readonly code = 'claim-taken';
  readonly retryable = true;

  constructor(
    readonly hash: string,
    readonly owner: string,
  ) {
    super(`claim ${hash.slice(0, 12)}… belongs to ${owner}`);
  }
}

/** A stream's first event decides its shard; a move between shards is two events in two streams (architecture.md). */
export class StreamInAnotherShard extends HubError {
  readonly code = 'stream-in-another-shard';
  readonly retryable = false;

  constructor(
    readonly stream: string,
    readonly shard: string,
  ) {
    super(`${stream} is in shard ${shard}`);
  }
}

/** The log was restored from an older backup than what left the hub. Restore a newer one, or have an operator open a new epoch. */
export class LogBehindSeal extends HubError {
  readonly code = 'log-behind-seal';
  readonly retryable = false;

  constructor(
    readonly shard: string,
    readonly head: number,
    readonly mark: number,
  ) {
    super(`the head of shard ${shard} is ${head}, but ${mark} was already sealed or published`);
  }
}

/** This machine's clock and the store's are too far apart; what the wrong one dates stays dated so (S-3). Passes when they agree. */
export class ClocksDiffer extends HubError {
  readonly code = 'clocks-differ';
  readonly retryable = true;

  constructor(
    readonly here: string,
    readonly store: string,
  ) {
    super(`this machine's clock says ${here}, the database's ${store}`);
  }
}

/** The store did not answer; whether the append committed is open. Repeat it with the same command id. */
export class LogUnavailable extends HubError {
  readonly code = 'log-unavailable';
  readonly retryable = true;
}

/** The store refuses to hold this append: a day that does not exist, an id that is no UUID, a NUL in a text. */
export class AppendUnstorable extends HubError {
  readonly code = 'append-unstorable';
  readonly retryable = false;

  constructor(
    readonly commandId: string,
    because: string,
    options?: ErrorOptions,
  ) {
    super(`command ${commandId} cannot be stored: ${because}`, options);
  }
}

/** Positions are gapless, so a hole was made from outside: a reader stops there. `verify` says more. */
export class LogHasGap extends HubError {
  readonly code = 'log-has-gap';
  readonly retryable = false;

  constructor(
    readonly shard: string,
    readonly missing: number,
  ) {
    super(`position ${shard}:${missing} is missing`);
  }
}

/** A simulated clock was asked for in production (S-3). */
export class SimulatedClockRefused extends HubError {
  readonly code = 'simulated-clock-refused';
  readonly retryable = false;

  constructor() {
    super('production takes its time from the system clock only');
  }
}
