/** Levenshtein's distance: the fewest insertions, deletions and replacements of characters that turn one text into another. */

/** Counts Unicode characters, not UTF-16 units. Time is the product of both lengths. */
export function editDistance(from: string, to: string): number {
  const [a, b] = [Array.from(from), Array.from(to)];
  // One row of the usual table: row[j] is the distance of a's first i characters to b's first j.
  let row = Uint32Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, character] of a.entries()) {
    const next = new Uint32Array(b.length + 1);
    next[0] = i + 1;
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + Number(b[j] !== character);
      next[j + 1] = Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
