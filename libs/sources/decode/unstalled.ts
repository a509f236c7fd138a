const LOOK_EVERY_MS = 500;
/** Looks, not seconds: while the process works on a large sheet nothing looks. */
const LOOKS = 6;

/**
 * The items of `read`, which must go on coming unless it `goesOn` by another sign, such as input that it still takes: a damaged ZIP archive
 * leaves its reader waiting for bytes that never come, and every later import behind it. @throws Error three seconds after the last sign.
 */
export async function* unstalled<Item>(read: AsyncIterable<Item>, goesOn: () => boolean): AsyncIterable<Item> {
  const items = read[Symbol.asyncIterator]();
  for (;;) {
    let looking: NodeJS.Timeout | undefined;
    const stalled = new Promise<never>((_, reject) => {
      let silent = 0;
      looking = setInterval(() => {
        silent = goesOn() ? 0 : silent + 1;
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
