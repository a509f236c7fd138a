import type { Checked } from './checker';

export type FireOptions = Readonly<{
  /** What is drawn follows from it: reports, files, acts, faults and pauses; not what the machine makes of them in time. */
  seed: string;
  faults: number;
  /** Faults between two checks. */
  perRound: number;
  /** Only faults whose name has it, to look into one; '' for all. */
  only: string;
  say: (line: string) => void;
}>;
export type FireResult = Readonly<{
  seed: string;
  /** How often each fault was done. */
  done: Readonly<Record<string, number>>;
  /** Faults that could not be done here. */
  skipped: Readonly<Record<string, number>>;
  reports: number;
  decisions: number;
  /** On lists. */ acts: number;
  files: number;
  /** Poison passed over, and messages of the hub's own that waited behind it when a round ended. */
  poison: Readonly<{ discarded: number; heldUp: number }>;
  checks: readonly Checked[];
  /** Answers that were no success, and how often. */
  troubles: Readonly<Record<string, number>>;
  /** Apps that ended without being killed by the harness, in the words of `up`. */
  ended: readonly string[];
  startedAgain: readonly string[];
  wrong: readonly string[];
  minutes: number;
}>;
