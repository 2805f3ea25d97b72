/** From a wish for an average number of tokens to the thresholds of every layer: what stands behind the slider. */
import type { CalibrationInfo, Preset } from '../engine.ts';
import type { Calibration } from './calibration-file.ts';
import { presetShares } from './targets.ts';

export interface CurvePoint {
  readonly mean: number; // measured tokens per view
  readonly thresholds: readonly number[]; // [L_x], not lower than those of any point with a smaller mean
}

export interface CurveAnswer {
  /** The average that the thresholds aim at: the wish, moved into the range. */
  readonly target: number;
  readonly thresholds: readonly number[]; // [L_x]
  readonly range: readonly [number, number];
}

/** Smallest and largest average that can be asked for. */
export function reachableRange(points: readonly CurvePoint[], patches: number): [number, number] {
  return [points[0]?.mean ?? patches, patches];
}

/**
 * Interpolates linearly between the neighbouring points by measured mean. Above the last point lies "all tokens", where
 * every threshold is 1, so the whole range has an answer; a wish outside it is clamped.
 *
 * @param points ascending mean
 * @param patches N0
 */
export function thresholdsFor(target: number, points: readonly CurvePoint[], patches: number): CurveAnswer {
  const range = reachableRange(points, patches);
  const clamped = Math.min(Math.max(target, range[0]), range[1]);
  const layers = points[0]?.thresholds.length ?? 0;
  const all: CurvePoint = { mean: patches, thresholds: Array<number>(layers).fill(1) };
  const curve = [...points.filter(({ mean }) => mean < patches), all];
  const high = curve.find(({ mean }) => mean >= clamped) ?? all;
  const low = curve.findLast(({ mean }) => mean <= clamped) ?? high;
  const along = high.mean > low.mean ? (clamped - low.mean) / (high.mean - low.mean) : 0;
  const thresholds = high.thresholds.map((upper, layer) => {
    const lower = low.thresholds[layer] ?? upper;
    return Math.min(upper, lower + (upper - lower) * along); // rounding must not overshoot: thresholds rise with the target
  });
  return { target: clamped, thresholds, range };
}

/** The average that a preset asks for, in whole tokens. */
export function presetTarget(preset: Preset, patches: number): number {
  return Math.round(presetShares[preset] * patches);
}

/** What the slider needs to know about a calibration; the thresholds stay behind. */
export function calibrationInfo({ data, encoder, points }: Calibration): CalibrationInfo {
  const { patches } = encoder;
  return {
    images: data.images,
    source: data.source,
    ...(data.imageBackend === undefined ? {} : { imageBackend: data.imageBackend }),
    ...(data.imageRoute === undefined ? {} : { imageRoute: data.imageRoute }),
    points: points.map(({ thresholds: _, ...point }) => point),
    range: reachableRange(points, patches),
    presets: {
      low: presetTarget('low', patches),
      mid: presetTarget('mid', patches),
      high: presetTarget('high', patches),
    },
  };
}
