/** The calibration's distribution of tokens per image at a target average, as bars. From quantiles only; draws nothing. */
import { bisectLeft } from 'd3-array';
import type { CalibrationInfo, CalibrationPoint } from '../../src-engine/engine.ts';
import { monotoneCurve } from './monotone.ts';

/** The shares at which a calibration point holds its quantiles. */
export const quantileShares = [0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1] as const;

export interface Bar {
  readonly from: number; // tokens
  readonly to: number;
  readonly share: number; // of all images
}

/** Quantiles between two neighbouring points of the calibration, weighted by how near their means are. */
export function quantilesAt(calibration: Pick<CalibrationInfo, 'points'>, target: number): readonly number[] {
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

/** Shares of images in `bins` equal steps of 0..max tokens: a smooth curve through the quantiles, which are all that is known. */
export function distributionBars(quantiles: readonly number[], max: number, bins: number): readonly Bar[] {
  if (quantiles.length < 2) return [];
  const below = monotoneCurve(spread(quantiles).map((x, i) => ({ x, y: quantileShares[i] ?? 1 })));
  return Array.from({ length: bins }, (_, bin) => {
    const from = (bin / bins) * max;
    const to = ((bin + 1) / bins) * max;
    const upTo = bin === bins - 1 ? 1 : below(to);
    return { from, to, share: Math.max(0, upTo - (bin === 0 ? 0 : below(from))) };
  });
}

/** Equal quantiles would be a step without a slope: they are drawn apart by a hair. */
function spread(quantiles: readonly number[]): number[] {
  let least = -Infinity;
  return quantiles.map((value) => {
    least = Math.max(value, least + 1e-3);
    return least;
  });
}
