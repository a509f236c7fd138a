// Between the consumer of batches and kafkajs; nobody else meets them.

/** The group did not take the member's heartbeat. */
export class OutOfTouch extends Error {
  constructor(place: string, cause: unknown) {
    super(`no heartbeat while at work on ${place}`, { cause });
  }
}

/** Not a fault of anybody: a rebalance gave the partition to another member, which reads it from the stored offset. */
export class PartitionTakenAway extends Error {
  constructor(place: string) {
    super(`${place} was taken away`);
  }
}
