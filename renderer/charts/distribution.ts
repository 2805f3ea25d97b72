/** The calibration's distribution of tokens per image at a target average, as bars. From quantiles only; draws nothing. */
import { bisectLeft } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { CalibrationInfo, CalibrationPoint } from '../../src-engine/engine.ts';

/** The shares at which a calibration point holds its quantiles. */
export const quantileShares = [0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1] as const;

export interface Bar {
  readonly from: number; // tokens
  readonly to: number;
  readonly share: number; // of all images
}

/** Quantiles between two neighbouring points of the calibration, weighted by how near their means are. */
export function quantilesAt(calibration: CalibrationInfo, target: number): readonly number[] {
  const { points } = calibration;
  const at = bisectLeft(
    points.map((point) => point.mean),
    target,
  );
  const right: CalibrationPoint | undefined = points[at] ?? points.at(-1);
  const left = points[at - 1] ?? right;
  if (left === undefined || right === undefined) return [];
  const span = right.mean - left.mean;
  const weight = span <= 0 ? 0 : Math.min(1, Math.max(0, (target - left.mean) / span));
  return left.quantiles.map((value, i) => value + weight * ((right.quantiles[i] ?? value) - value));
}

/** Shares of images in `bins` equal steps of 0..max tokens. Between quantiles the images are taken as evenly spread. */
export function distributionBars(quantiles: readonly number[], max: number, bins: number): readonly Bar[] {
  if (quantiles.length < 2) return [];
  const below = scaleLinear(spread(quantiles), quantileShares.slice(0, quantiles.length)).clamp(true);
  return Array.from({ length: bins }, (_, bin) => {
    const from = (bin / bins) * max;
    const to = ((bin + 1) / bins) * max;
    const last = bin === bins - 1;
    return { from, to, share: Math.max(0, (last ? 1 : below(to)) - (bin === 0 ? 0 : below(from))) };
  });
}

/** Equal quantiles would make a step that a scale cannot invert: they are drawn apart by a hair. */
function spread(quantiles: readonly number[]): number[] {
  let least = -Infinity;
  return quantiles.map((value) => {
    least = Math.max(value, least + 1e-3);
    return least;
  });
}
