import { HubError } from '@xianjie/domain';

/** Kafka does not answer, or did not confirm. What was sent may have arrived: `tail` finds out. */
export class BrokerUnavailable extends HubError {
  readonly code = 'broker-unavailable';
  readonly retryable = true;

  constructor(doing: string, options?: ErrorOptions) {
    super(`Kafka did not answer while ${doing}`, options);
  }
}

/** A record that no topic takes; it would be refused for ever, so nothing is sent after it. */
export class MessageTooLarge extends HubError {
  readonly code = 'message-too-large';
  readonly retryable = false;

  constructor(topic: string, what: string, bytes: number, limit: number) {
    super(`${what} is ${bytes} bytes, ${topic} takes ${limit}`);
  }
}

/** A topic exists with another number of partitions: keys would go elsewhere than before, and a household's order would be lost. */
export class TopicMismatch extends HubError {
  readonly code = 'topic-mismatch';
  readonly retryable = false;

  constructor(topic: string, expected: number, found: number) {
    super(`topic ${topic} has ${found} partitions, expected ${expected}; the count is part of the contract with consumers`);
  }
}

/** Another publisher leads now (S-16). Nothing more is sent under the old lease. */
export class LeaseLost extends HubError {
  readonly code = 'lease-lost';
  readonly retryable = true;

  constructor(lease: string) {
    super(`the lease ${lease} expired or has another holder`);
  }
}

/** The topics hold positions that this log does not: it was restored from an older backup (S-19). Passes when an operator opens an epoch. */
export class TopicsAheadOfLog extends HubError {
  readonly code = 'topics-ahead-of-log';
  readonly retryable = true;

  constructor(shard: string, head: number, published: number) {
    super(
      `the topics hold position ${shard}:${published}, the log ends at ${shard}:${head}: restore a newer backup, or open an epoch`,
    );
  }
}

/** The log holds an event under a schema that no program of this version ever wrote. */
export class UnpublishableEvent extends HubError {
  readonly code = 'unpublishable-event';
  readonly retryable = false;

  constructor(position: string, because: string) {
    super(`the event at ${position} cannot be published: ${because}`);
  }
}

/** A replay was to go onto a topic that is the hub's own, or that cannot be one. */
export class ReplayTopicRefused extends HubError {
  readonly code = 'replay-topic-refused';
  readonly retryable = false;

  constructor(topic: string, because: string) {
    super(`a replay cannot go onto ${topic}: ${because}`);
  }
}

/** The seal file cannot be written: a full disk, or another owner. Nothing counts as sealed until it can (S-19). */
export class SealFileUnwritable extends HubError {
  readonly code = 'seal-file-unwritable';
  readonly retryable = true;

  constructor(path: string, options?: ErrorOptions) {
    super(`the seal file ${path} cannot be written`, options);
  }
}

/** A line of the seal file is no seal: somebody wrote into it. Its seals stand in Postgres and on the topic as well. */
export class SealFileDamaged extends HubError {
  readonly code = 'seal-file-damaged';
  readonly retryable = false;

  constructor(path: string, line: number, options?: ErrorOptions) {
    super(`line ${line} of the seal file ${path} is no seal`, options);
  }
}

/** Nobody has sealed the log for longer than the deadline: what is taken now could be altered unseen. Passes when sealing works again. */
export class SealingOverdue extends HubError {
  readonly code = 'sealing-overdue';
  readonly retryable = true;

  constructor(shard: string, seconds: number, deadlineSeconds: number) {
    super(
      `shard ${shard} was last sealed ${Math.round(seconds)} s ago, allowed are ${deadlineSeconds} s: nothing new is taken until it works again`,
    );
  }
}
