import { HubError } from '@xianjie/domain';

/** An event arrived whose predecessor never did: going on would fold a wrong card, so the projector stops (architecture 13). */
export class ProjectionGap extends HubError {
  readonly code = 'projection-gap';
  readonly retryable = false;

  constructor(household: string, expected: number, got: number) {
    super(`${household}: expected version ${expected}, and ${got} arrived`);
  }
}

/** Postgres does not answer, or has no room; it may later. */
export class ViewsUnavailable extends HubError {
  readonly code = 'views-unavailable';
  readonly retryable = true;
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

/** A fault that one message brings with it: its household's lane is parked, and the others go on (S-18). */
export abstract class MessageFault extends HubError {
  readonly retryable = false;
}

/** A message without what every event carries, or whose key is not its household: nothing of this hub sent it. */
export class NotAnEvent extends MessageFault {
  readonly code = 'not-an-event';

  constructor(because: string) {
    super(`the message is no event of this hub: ${because}`);
  }
}

/** The topic shows an event of a household that the log does not hold: it came from elsewhere, or from a log that was lost. */
export class EventNotInLog extends MessageFault {
  readonly code = 'event-not-in-log';

  constructor(household: string, version: number) {
    super(`the log holds no such event of ${household} at version ${version}`);
  }
}

/** An erasure took the message's bytes, and the log holds no such event: it can only be discarded (S-25). */
export class PayloadErased extends MessageFault {
  readonly code = 'payload-erased';

  constructor() {
    super('an erasure took the bytes of the message, and the log holds no such event');
  }
}

/** The event can be read, and no state can be made of it. The message never shows a value. */
export class EventNotApplicable extends MessageFault {
  readonly code = 'event-not-applicable';

  constructor(what: string, options?: ErrorOptions) {
    super(`the event cannot be applied: ${what}`, options);
  }
}

/** Bringing a household to where its live view stands needs an event that this program cannot read: nothing was swapped. */
export class RebuildFallsBehind extends HubError {
  readonly code = 'rebuild-falls-behind';
  readonly retryable = false;

  constructor(household: string, live: number, rebuilt: number) {
    super(`${household}: the live view stands at version ${live}, and this program reads its events only up to ${rebuilt}`);
  }
}

/** Another rebuild is at work on the shadow tables. */
export class RebuildUnderWay extends HubError {
  readonly code = 'rebuild-under-way';
  readonly retryable = false;

  constructor() {
    super('another rebuild is under way: wait until it has ended');
  }
}
