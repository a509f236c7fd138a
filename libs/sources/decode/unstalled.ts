const LOOK_EVERY_MS = 500;
/** Looks, not seconds: while the process works on a large sheet nothing looks. */
const LOOKS = 6;

/**
 * The items of `read`, which must go on coming once its input is at its end: a damaged ZIP archive leaves its reader waiting for bytes
 * that never come, and every later import behind it. @throws Error three seconds after the last sign of life.
 */
export async function* unstalled<Item>(read: AsyncIterable<Item>, hasInput: () => boolean): AsyncIterable<Item> {
  const items = read[Symbol.asyncIterator]();
  for (;;) {
    let looking: NodeJS.Timeout | undefined;
    const stalled = new Promise<never>((_, reject) => {
      let silent = 0;
      looking = setInterval(() => {
        silent = hasInput() ? 0 : silent + 1;
        if (silent >= LOOKS) reject(new Error('nothing more comes out of the book'));
      }, LOOK_EVERY_MS);
    });
    try {
      const next = await Promise.race([items.next(), stalled]);
      if (next.done) return;
      yield next.value;
    } finally {
      clearInterval(looking);
    }
  }
}
