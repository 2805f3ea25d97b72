/** Places labels under an axis so that they do not run into each other or over its ends. Numbers only. */

export interface WantedLabel {
  readonly at: number; // px, where the tick stands
  readonly width: number; // px
}

/** Left edges of the labels [px], in the order given, which must ascend. Each stays as near to its tick as the others let it. */
export function placeLabels(labels: readonly WantedLabel[], width: number, gap: number): readonly number[] {
  const lefts: number[] = [];
  let free = 0;
  for (const label of labels) {
    const left = Math.max(free, label.at - label.width / 2);
    lefts.push(left);
    free = left + label.width + gap;
  }
  let limit = width;
  for (let i = labels.length - 1; i >= 0; i--) {
    const own = labels[i]?.width ?? 0;
    const left = Math.min(lefts[i] ?? 0, limit - own);
    lefts[i] = left;
    limit = left - gap;
  }
  return lefts;
}
