/** A stream whose source goes on whether or not somebody reads: whoever stops reading keeps nobody else from the engine. */

/** What is made and not read waits here. @param source ends by itself after a bounded number of items */
export async function* aheadOfReader<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item, void> {
  const iterator = source[Symbol.asyncIterator]();
  const ready: Item[] = [];
  let end: { readonly error?: unknown } | undefined;
  let wake: () => void = () => undefined;

  async function run(): Promise<void> {
    try {
      for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) {
        ready.push(step.value);
        wake();
      }
      end = {};
    } catch (error) {
      end = { error };
    }
    wake();
  }

  void run();
  try {
    for (;;) {
      while (ready.length > 0) yield* ready.splice(0, 1);
      if (end !== undefined) break;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    if ('error' in end) throw end.error;
  } finally {
    if (end === undefined) await iterator.return?.();
  }
}
