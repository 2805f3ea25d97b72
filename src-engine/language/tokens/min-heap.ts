/** A binary heap of numbers: the smallest of what was pushed comes out first. */
export class MinHeap {
  private readonly items: number[] = [];

  push(item: number): void {
    const { items } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent] ?? -Infinity;
      if (above <= item) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  pop(): number | undefined {
    const { items } = this;
    const top = items[0];
    const item = items.pop();
    if (item === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = (items[left + 1] ?? Infinity) < (items[left] ?? Infinity) ? left + 1 : left;
      const below = items[child] ?? Infinity;
      if (below >= item) break;
      items[at] = below;
      at = child;
    }
    items[at] = item;
    return top;
  }
}
