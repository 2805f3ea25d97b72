/** How many rows each layer merges away in the fixed (ToMe) mode. Numbers only; no scores. */

export const schedules = ['constant', 'linear', 'reverse-linear'] as const;
export type Schedule = (typeof schedules)[number];

/** Rows to merge at each of all `layers` of the checkpoint, `total` in sum, before any limit. Only the first executed ones act. */
export function scheduleRows(schedule: Schedule, total: number, layers: number): number[] {
  switch (schedule) {
    case 'constant':
      return spreadEvenly(total, layers);
    case 'linear':
      return fallingLine(total, layers);
    case 'reverse-linear':
      return fallingLine(total, layers).reverse();
  }
}

function spreadEvenly(total: number, layers: number): number[] {
  return Array.from(
    { length: layers },
    (_, layer) => Math.floor(total / layers) + Number(layer < total % layers),
  );
}

/** Falls from `floor(2R / L)`. The reference appends for ever where the line never sums up to R; we stop at L entries. */
function fallingLine(total: number, layers: number): number[] {
  const first = Math.floor((2 * total) / layers);
  const rows: number[] = [];
  let rest = total;
  while (rows.length < layers) {
    const next = Math.trunc(first - (rows.length * first) / layers);
    if (next >= rest) return [...rows, rest, ...Array<number>(layers - rows.length - 1).fill(0)];
    rows.push(next);
    rest -= next;
  }
  const extra = spreadEvenly(rest, layers);
  return rows.map((r, layer) => r + (extra[layer] ?? 0));
}

/** Patch tokens after every layer (class token not counted) where layer `l` wants to merge `rows[l]` and can merge half at most. */
export function countsUnder(rows: readonly number[], patches: number): number[] {
  let tokens = patches;
  return rows.map((r) => (tokens -= Math.min(r, Math.floor(tokens / 2))));
}

/** The fewest patch tokens that `layers` layers can leave: each at most halves them, rounded up. */
export function fewestTokens(patches: number, layers: number): number {
  return Math.ceil(patches / 2 ** layers);
}

/**
 * Rows to merge at each executed layer so that exactly `tokens` patch tokens remain, as even as the limits allow: what a layer
 * cannot merge goes to later ones, and a layer takes more than its share only where the later limits would miss the goal.
 * Undefined where nothing reaches it (see `fewestTokens`).
 */
export function exactCounts(tokens: number, patches: number, executedLayers: number): number[] | undefined {
  const reachable = tokens <= patches && tokens >= fewestTokens(patches, executedLayers);
  if (!Number.isInteger(tokens) || !reachable) return undefined;
  const rows: number[] = [];
  let left = patches;
  for (let remaining = executedLayers; remaining > 0; remaining--) {
    const share = Math.ceil((left - tokens) / remaining);
    const needed = left - tokens * 2 ** (remaining - 1); // k layers bring at most `tokens * 2^k` down to `tokens`
    const r = Math.min(Math.max(share, needed), Math.floor(left / 2));
    rows.push(r);
    left -= r;
  }
  return rows;
}
