import type { Differences } from './hub-answer';

/** Adds one to a class and keeps an example of what nothing explains. */
export type Tally = Readonly<{
  count: (into: Differences, kind: string | null, example: () => string) => void;
  examples: string[];
}>;
export const newTally = (): Tally => {
  const examples: string[] = [];
  return {
    examples,
    count: (into, kind, example) => {
      const name = kind ?? 'unexplained';
      into[name] = (into[name] ?? 0) + 1;
      if (kind === null && examples.length < 100) examples.push(example());
    },
  };
};
