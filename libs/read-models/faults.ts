import { HubError } from '@xianjie/domain';

/** An event arrived whose predecessor never did: going on would fold a wrong card, so the projector stops (architecture 13). */
export class ProjectionGap extends HubError {
  readonly code = 'projection-gap';
  readonly retryable = false;

  constructor(household: string, expected: number, got: number) {
    super(`${household}: expected version ${expected}, and ${got} arrived`);
  }
}

/** What was asked of a replay cannot be: the message names what is wrong with it. */
export abstract class ReplayRefusal extends HubError {
  readonly retryable = false;
}

export class NoSuchReplay extends ReplayRefusal {
  readonly code = 'no-such-replay';

  constructor(name: string) {
    super(`there is no replay ${name}`);
  }
}

export class ReplayNameTaken extends ReplayRefusal {
  readonly code = 'replay-name-taken';

  constructor(name: string) {
    super(`there is a replay ${name} already: resume it, drop it, or give another name`);
  }
}

/** A name, position, day or type that cannot be read; a range without an event. */
export class ReplayUnreadable extends ReplayRefusal {
  readonly code = 'replay-unreadable';
}

/** Another process is at work on it. */
export class ReplayHeld extends ReplayRefusal {
  readonly code = 'replay-held';

  constructor(name: string) {
    super(`another process is at work on replay ${name}`);
  }
}

export class ReplayNotDone extends ReplayRefusal {
  readonly code = 'replay-not-done';

  constructor(name: string, status: string) {
    super(`replay ${name} is ${status}, not done: resume it first`);
  }
}

/** It went onto a topic: there is nothing here to compare or to look at. */
export class ReplayWithoutViews extends ReplayRefusal {
  readonly code = 'replay-without-views';

  constructor(name: string) {
    super(`replay ${name} went onto a topic and left no views`);
  }
}
