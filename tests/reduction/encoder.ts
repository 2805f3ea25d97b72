/** An encoder of 36 patches, of whose six layers five run, and a calibration that answers every average with one threshold. */
import type { Encoder, RowCurve, ThresholdCurve } from '../../src-engine/reduction/plan.ts';

export const curve: ThresholdCurve = {
  reach: [4, 36],
  presets: { low: 5, mid: 12, high: 24 },
  thresholdsFor: (average) => ({ thresholds: new Array<number>(5).fill(average / 36), target: average }),
};

export const rowCurve: RowCurve = {
  reach: [2, 36],
  presets: { low: 5, mid: 12, high: 24 },
  thresholdFor: (average) => ({ threshold: average / 36, target: average }),
};

export const encoder: Encoder = { patches: 36, layers: 6, executedLayers: 5, curve, rowCurve };
