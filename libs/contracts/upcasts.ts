type Read = Readonly<Record<string, unknown>>;

/**
 * What a record of an old version meant, where reading it with today's schema would say something else. Avro fills what the old
 * version lacked with a default; that is right for most fields and wrong where "not said" and the default differ.
 */
export type Upcast = Readonly<{
  /** Full name of the record, as that version has it. */
  record: string;
  /** Fingerprint of the version that wrote it. */
  writer: string;
  because: string;
  /** From the record as today's schema reads it. */
  up: (read: Read) => Read;
}>;

/** Today's upcasts; a spec holds each against its entry in test/golden. Applied wherever a body is read, so no fold sees an old record. */
export const upcasts: readonly Upcast[] = [
  {
    record: 'cn.xianjie.household.DibaoCorrected',
    writer: 'c5c4bb8b8038c09c',
    because: 'it did not speak of the stop month, and null says that the case is open: a stopped case would be paid again',
    up: ({ stoppedFrom: _, ...said }) => said,
  },
];
