/** Takes the noise out of found thresholds: a larger budget must not have a lower threshold at any layer. */

/**
 * Isotonic regression per layer (pool adjacent violators, equal weights): the least change that makes every layer's
 * thresholds fall, or stay, from the largest budget to the smallest. Values are clipped to 0..1.
 *
 * @param thresholds [points][layers], budgets descending
 */
export function makeMonotone(thresholds: readonly (readonly number[])[]): number[][] {
  const layers = thresholds[0]?.length ?? 0;
  const columns = Array.from({ length: layers }, (_, layer) =>
    falling(thresholds.map((row) => clip(row[layer] ?? 1))),
  );
  return thresholds.map((_, point) => columns.map((column) => column[point] ?? 1));
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function falling(values: readonly number[]): number[] {
  const blocks: { mean: number; length: number }[] = [];
  for (const value of values) {
    let block = { mean: value, length: 1 };
    for (let last = blocks.at(-1); last && last.mean < block.mean; last = blocks.at(-1)) {
      blocks.pop();
      const length = last.length + block.length;
      block = { mean: (last.mean * last.length + block.mean * block.length) / length, length };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ mean, length }) => Array<number>(length).fill(mean));
}
