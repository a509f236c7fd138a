import { HubError } from '@xianjie/domain';

/** An event arrived whose predecessor never did: going on would fold a wrong card, so the projector stops (architecture 13). */
export class ProjectionGap extends HubError {
  readonly code = 'projection-gap';
  readonly retryable = false;

  constructor(household: string, expected: number, got: number) {
    super(`${household}: expected version ${expected}, and ${got} arrived`);
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
