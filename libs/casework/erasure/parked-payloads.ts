/** Port: the bytes of parked messages (S-18), which go with an erased person. */
export abstract class ParkedPayloads {
  /** Those of these households, and any that bears one of the texts. May be done again after a kill. */
  abstract erase(households: readonly string[], texts: readonly string[]): Promise<void>;
}
