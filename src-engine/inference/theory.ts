/** Multiply-adds computed from shapes. Theory beside the measurements, never instead of them. */
import { cellCount, cellsIn, cellWidth, ownGrid } from '../connectors/cells.ts';
import type { EncoderSpec, ModelSpec, TextSpec, VisionSpec } from '../families/spec.ts';
import { imageRowWidth } from '../graph/widths.ts';
import type { Grid } from '../merging/coordinates.ts';
import { actsOnRows, neverMerges } from '../reduction/plan.ts';
import type { Plan } from '../reduction/plan.ts';
import { contextualTokens } from '../reduction/visionzip/select.ts';

/**
 * Vision tower and projector for one view.
 * @param countsPerLayer tokens after every executed layer, class token not counted [L_x]
 * @param rows that the projector gives; the tokens that are left unless said
 * @param grid of the view's patches; the encoder's own unless said
 */
export function encodeMultiplyAdds(
  encoder: EncoderSpec,
  plan: Plan,
  countsPerLayer: readonly number[],
  rows = countsPerLayer.at(-1) ?? encoder.vision.patches,
  grid: Grid = ownGrid(encoder.vision),
): number {
  const vision = { ...encoder.vision, patches: grid.rows * grid.columns };
  const tower = towerMultiplyAdds(vision, plan, countsPerLayer);
  const { projector, text } = encoder;
  if (projector === undefined || text === undefined) return tower; // alone
  const spec = { vision: encoder.vision, projector, text };
  if (!actsOnRows(plan)) return tower + projectMultiplyAdds(spec, rows);
  const all = cellCount(cellsIn(spec, grid));
  const likeness = all ** 2 * spec.text.width;
  return tower + projectMultiplyAdds(spec, all) + likeness;
}

export function projectMultiplyAdds(
  spec: Pick<ModelSpec, 'vision' | 'text' | 'projector'>,
  rows: number,
): number {
  const { text, projector } = spec;
  const taken = projector.mean === true ? spec.vision.width : cellWidth(spec);
  if (projector.layers === 1) return rows * taken * text.width;
  const { hidden = text.width } = projector;
  return rows * (taken * hidden + hidden * imageRowWidth(text));
}

/** The vision tower alone, as `encodeMultiplyAdds`. */
export function towerMultiplyAdds(vision: VisionSpec, plan: Plan, countsPerLayer: readonly number[]): number {
  const prefix = Number(vision.classToken);
  // Methods that reduce at the end run every block on every token.
  const merging = plan.kind === 'merge' || plan.kind === 'steer';
  const counts = merging ? countsPerLayer : countsPerLayer.map(() => vision.patches);
  let before = vision.patches + prefix;
  let sum = vision.patches * 3 * (vision.freeGrid?.frames ?? 1) * vision.patchSize ** 2 * vision.width;
  for (const [layer, count] of counts.entries()) {
    const after = count + prefix;
    sum += blockMultiplyAdds(vision, before, after, seenIn(vision, layer, before));
    before = after;
  }
  if (merging && !neverMerges(plan)) sum += matchingMultiplyAdds(vision, counts);
  if (plan.kind === 'select') sum += selectionMultiplyAdds(vision, plan.tokens);
  return sum;
}

/** Soft matching in every layer: the likeness of even rows with odd ones. @param counts as `countsPerLayer` */
export function matchingMultiplyAdds(vision: VisionSpec, counts: readonly number[]): number {
  const prefix = Number(vision.classToken);
  return counts.reduce((sum, _, layer) => {
    const before = (counts[layer - 1] ?? vision.patches) + prefix;
    return sum + Math.ceil(before / 2) * Math.floor(before / 2) * vision.headDim;
  }, 0);
}

/** Attention of one more query, or of all, and likeness of what is not kept to the contextual tokens. */
function selectionMultiplyAdds({ patches, classToken, width, headDim }: VisionSpec, tokens: number): number {
  const contextual = contextualTokens(tokens);
  const asked = classToken ? 1 : patches;
  return asked * (patches + Number(classToken)) * width + (patches - tokens) * contextual * headDim;
}

/** How many a token looks at: all, or those of its window. */
function seenIn({ freeGrid }: VisionSpec, layer: number, tokens: number): number {
  const windows = freeGrid?.windows;
  return windows === undefined || windows.wholeLayers.includes(layer) ? tokens : windows.side ** 2;
}

/** Attention runs on the tokens before merging, the MLP on those after it. @param seen how many each looks at */
function blockMultiplyAdds(
  { width, mlpWidth, gatedMlp }: VisionSpec,
  before: number,
  after: number,
  seen: number,
): number {
  const matrices = gatedMlp === true ? 3 : 2;
  return 4 * before * width ** 2 + 2 * before * seen * width + matrices * after * width * mlpWidth;
}

/**
 * Prefill of the language model: linear parts on the n unique rows, attention on the N full positions (paper, section 3.2).
 * The last layer's output and MLP, and the head, are computed for one row.
 */
export function prefillMultiplyAdds(spec: TextSpec, uniqueRows: number, positions: number): number {
  const { width, heads, kvHeads, headDim, mlpWidth, layers, vocabulary } = spec;
  const projections = width * headDim * (heads + 2 * kvHeads);
  const perRow = heads * headDim * width + 3 * width * mlpWidth;
  const seen = spec.prefixAttention === 'prompt' ? positions : (positions + 1) / 2; // on average
  const attention = 2 * heads * headDim * positions * seen;
  return (
    layers * (uniqueRows * projections + attention) +
    ((layers - 1) * uniqueRows + 1) * perRow +
    width * vocabulary
  );
}
