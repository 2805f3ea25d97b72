/** Thresholds of one's own instead of the slider's: one per executed layer, for one encoder. Each change makes a new list. Pure. */
import type { ModelInfo } from '../../../src-engine/engine.ts';

export interface CustomThresholds {
  /** Fingerprint of the encoder that they are for: a score means something else to every other one. */
  readonly encoder: string;
  /** The preset that they are, as long as nothing has been moved. */
  readonly name: string | null;
  readonly values: readonly number[]; // [L_x]; 1 and above: the layer merges nothing
}

/** Scores are cosines of patches that are rarely unlike each other: dragging and arrow keys stay in here. */
export const lowest = 0;
export const highest = 1;

/** Four decimals: finer differences change no merge that anybody could tell from noise. */
export function fitThreshold(value: number): number {
  return Math.round(Math.min(highest, Math.max(lowest, value)) * 10_000) / 10_000;
}

export function withThreshold(values: readonly number[], layer: number, value: number): readonly number[] {
  return values.map((old, index) => (index === layer ? value : old));
}

/** Why thresholds cannot be used with the model, as a sentence; null where they can. `subject` begins it. */
export function whyNotFit(
  { encoder, values }: { readonly encoder: string | undefined; readonly values: readonly number[] },
  info: ModelInfo,
  subject: string,
): string | null {
  if (values.length !== info.layers)
    return `${subject} ${values.length === 1 ? 'has 1 threshold' : `has ${values.length} thresholds`}, but the encoder of ${info.name} executes ${info.layers} layers; it takes one each.`;
  if (encoder !== undefined && encoder !== info.encoder)
    return `${subject} was made for another vision encoder than that of ${info.name}; the same numbers mean something else there.`;
  return null;
}

/** Those in force: null where there are none, or those that there are belong to another encoder. */
export function customFor(custom: CustomThresholds | null, info: ModelInfo | null): CustomThresholds | null {
  if (custom === null || info === null) return null;
  return custom.encoder === info.encoder && custom.values.length === info.layers ? custom : null;
}
