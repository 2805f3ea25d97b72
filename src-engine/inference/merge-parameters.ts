/** From what a caller wishes (`Merging`) to what the vision graph takes: a threshold and a limit per executed layer. Pure. */
import type { Budget, Merging } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { VisionSpec } from '../families/spec.ts';
import { exactCounts, fewestTokens, scheduleRows } from '../merging/schedules.ts';

/** A calibration as this module needs it: thresholds for a wanted average. */
export interface ThresholdCurve {
  /** One threshold per executed layer; `average` may differ from the wish where that is out of reach. */
  thresholdsFor(averageTokens: number): { readonly thresholds: readonly number[]; readonly average: number };
  readonly presets: Readonly<Record<'low' | 'mid' | 'high', number>>;
}

export interface MergeParameters {
  readonly thresholds: Float32Array; // [L_x]
  readonly limits: Int32Array; // [L_x]
  /** As reported: one per executed layer, empty where the count is fixed. */
  readonly reported: readonly number[];
  /** The average that is aimed at, where merging is adaptive. */
  readonly target: number | null;
}

/** No cosine, however rounded, reaches this. */
const OFF = 1e30;
/** Every cosine is above this; the class token's NEVER is not. */
const ALWAYS = -2;
const UNLIMITED = 2 ** 30;

/** Undefined = the plain graph. Throws `bad-input` or `bad-calibration` with a sentence. */
export function mergeParameters(
  merging: Merging,
  vision: VisionSpec,
  curve: ThresholdCurve | undefined,
): MergeParameters | undefined {
  switch (merging.kind) {
    case 'none':
      return undefined;
    case 'thresholds':
      return byThresholds(merging.thresholds, vision, null);
    case 'adaptive': {
      if (curve === undefined) {
        throw new EngineError(
          'bad-calibration',
          'This model has no calibration, so a token budget means nothing to it yet; run `dymu calibrate` on your images, or merge to an exact count.',
        );
      }
      const { thresholds, average } = curve.thresholdsFor(averageTokens(merging.budget, vision, curve));
      return byThresholds(thresholds, vision, average);
    }
    case 'fixed':
      return byLimits(fixedRows(merging.total, merging.schedule, vision), vision);
    case 'exact':
      return byLimits(exactRows(merging.tokens, vision), vision);
  }
}

function byThresholds(given: readonly number[], vision: VisionSpec, target: number | null): MergeParameters {
  const { layers, executedLayers } = vision;
  if (given.length !== executedLayers && given.length !== layers) {
    const wanted =
      layers === executedLayers ? String(layers) : `${String(executedLayers)} or ${String(layers)}`;
    throw new EngineError(
      'bad-input',
      `The list of thresholds has ${String(given.length)} entries, but this encoder takes ${wanted}, one per layer.`,
    );
  }
  const reported = given.slice(0, executedLayers);
  const bad = reported.findIndex((threshold) => !Number.isFinite(threshold));
  if (bad !== -1) throw new EngineError('bad-input', `Threshold ${String(bad + 1)} is not a finite number.`);
  return {
    thresholds: Float32Array.from(reported, (threshold) => (threshold >= 1 ? OFF : threshold)),
    limits: new Int32Array(executedLayers).fill(UNLIMITED),
    reported,
    target,
  };
}

function byLimits(rows: readonly number[], { executedLayers }: VisionSpec): MergeParameters {
  return {
    thresholds: new Float32Array(executedLayers).fill(ALWAYS),
    limits: Int32Array.from(rows.slice(0, executedLayers)),
    reported: [],
    target: null,
  };
}

function fixedRows(
  total: number,
  schedule: Parameters<typeof scheduleRows>[0],
  vision: VisionSpec,
): number[] {
  if (!Number.isInteger(total) || total < 0 || total >= vision.patches * 2) {
    throw new EngineError(
      'bad-input',
      `--fixed ${String(total)} is not a number of tokens to merge; give a whole number from 0 to ${String(vision.patches - 1)}.`,
    );
  }
  return scheduleRows(schedule, total, vision.layers);
}

function exactRows(tokens: number, { patches, executedLayers }: VisionSpec): number[] {
  const rows = exactCounts(tokens, patches, executedLayers);
  if (rows !== undefined) return rows;
  throw new EngineError(
    'bad-input',
    `Exactly ${String(tokens)} tokens cannot be reached; this encoder can keep ${String(fewestTokens(patches, executedLayers))} to ${String(patches)} of its ${String(patches)} tokens.`,
  );
}

function averageTokens(budget: Budget, { patches }: VisionSpec, curve: ThresholdCurve): number {
  const tokens =
    budget.kind === 'tokens'
      ? budget.tokens
      : budget.kind === 'share'
        ? budget.share * patches
        : curve.presets[budget.preset];
  if (Number.isFinite(tokens) && tokens >= 1 && tokens <= patches) return tokens;
  throw new EngineError(
    'bad-input',
    `A budget of ${String(tokens)} tokens is out of range; give 1 to ${String(patches)} tokens, or a share like 34%.`,
  );
}
