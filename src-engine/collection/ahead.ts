/** Does the first step of several items while somebody is busy with the one before: a queue of promises of a fixed length. */

/** @param prepare must settle what goes wrong in its result: it may be started and never asked for */
export async function* ahead<Item, Prepared>(
  items: readonly Item[],
  length: number,
  prepare: (item: Item) => Promise<Prepared>,
): AsyncGenerator<readonly [index: number, Item, Prepared], void, undefined> {
  const started: (Promise<Prepared> | undefined)[] = [];
  for (const [index, item] of items.entries()) {
    while (started.length <= index + length) {
      const next = items[started.length];
      if (next === undefined) break;
      const promise = prepare(next);
      promise.catch(() => undefined); // thrown where it is awaited
      started.push(promise);
    }
    const current = started[index];
    if (current === undefined) return;
    const prepared = await current;
    started[index] = undefined; // what is prepared may be large
    yield [index, item, prepared];
  }
}
