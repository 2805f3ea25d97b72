/** Owner maps without a model: the real merging of src-engine/merging, on keys made up from the place and the shade of every patch. */
import { planByCount, planByThreshold } from '../../src-engine/merging/merge-plan.ts';
import { mergeRows } from '../../src-engine/merging/merge-rows.ts';
import type { Rows } from '../../src-engine/merging/merge-rows.ts';
import { composeOwner, identityOwner } from '../../src-engine/merging/owner-map.ts';
import { softMatching } from '../../src-engine/merging/soft-matching.ts';

export interface FakeMerge {
  readonly countsPerLayer: number[];
  readonly thresholds: number[];
  readonly owner: Int32Array; // [layers, patches]
  readonly size: Float32Array; // [tokens]
  readonly scores: Float32Array; // [layers, patches]
}

/** How a layer chooses: rows over a threshold, or a given number of rows. */
export type FakePlan =
  | { readonly kind: 'counts'; readonly merges: readonly number[] }
  | { readonly kind: 'thresholds'; readonly thresholds: readonly number[] };

/** 32-bit FNV-1a: the seed that stands for a picture. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The shade of a patch, 0..1: a few smooth blobs, placed by the seed. */
export function shadeAt(seed: number, row: number, column: number, side: number): number {
  const wave = 1 + (seed % 5);
  const x = column / side;
  const y = row / side;
  const value = Math.sin(wave * Math.PI * x + (seed % 97)) + Math.cos(wave * Math.PI * y + (seed % 89));
  return (value + 2) / 4;
}

export function fakeMerge(seed: number, side: number, layers: number, plan: FakePlan): FakeMerge {
  const patches = side * side;
  const owners = new Int32Array(layers * patches);
  const scores = new Float32Array(layers * patches).fill(Number.NaN);
  const countsPerLayer: number[] = [];
  const thresholds: number[] = [];
  let rows: Rows = { hidden: keysOf(seed, side), size: new Float32Array(patches).fill(1) };
  let owner = identityOwner(patches);
  for (let layer = 0; layer < layers; layer += 1) {
    const tokens = rows.size.length;
    const matching = softMatching(rows.hidden, tokens, 0);
    owner.forEach((token, patch) => {
      if (token % 2 === 0) scores[layer * patches + patch] = matching.best[token / 2] ?? Number.NaN;
    });
    const asked = plan.kind === 'thresholds' ? (plan.thresholds[layer] ?? 1) : undefined;
    const merging =
      asked !== undefined && asked < 1
        ? planByThreshold(matching, tokens, 0, asked)
        : planByCount(matching, tokens, 0, plan.kind === 'counts' ? (plan.merges[layer] ?? 0) : 0);
    const merged = tokens - merging.tokens;
    thresholds.push(asked ?? (merged === 0 ? 1 : Math.max(0, matching.best.toSorted().at(-1 - merged) ?? 0)));
    rows = mergeRows(rows, merging);
    owner = composeOwner(owner, merging, 0);
    owners.set(owner, layer * patches);
    countsPerLayer.push(merging.tokens);
  }
  return { countsPerLayer, thresholds, owner: owners, size: rows.size, scores };
}

/** [patches, 6]: neighbours of similar shade are alike, and no two patches are the same. */
function keysOf(seed: number, side: number): Float32Array {
  return Float32Array.from(
    Array.from({ length: side * side }, (_, patch) => {
      const row = Math.floor(patch / side);
      const column = patch % side;
      const angles = [3 * shadeAt(seed, row, column, side), (1.3 * row) / side, (1.1 * column) / side];
      return angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]);
    }).flat(),
  );
}
