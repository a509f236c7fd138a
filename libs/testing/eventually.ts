/** Waits until a named probe is satisfied; its failure is a sentence that says what was last seen. */
export const eventually = async <T>(
  what: string,
  sample: () => Promise<T>,
  satisfied: (seen: T) => boolean,
  { withinMs = 30_000, everyMs = 100 }: { withinMs?: number; everyMs?: number } = {},
): Promise<T> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await sample();
    if (satisfied(seen)) return seen;
    if (Date.now() > deadline)
      throw new Error(`${what} did not happen within ${withinMs / 1000} s; last seen: ${JSON.stringify(seen)}`);
    await new Promise((next) => setTimeout(next, everyMs));
  }
};
