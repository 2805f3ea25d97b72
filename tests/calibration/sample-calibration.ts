/** A valid calibration of a 64-patch encoder, fresh for every test. */
import type { Calibration } from '../../src-engine/calibration/calibration-file.ts';

export function sampleCalibration(): Calibration {
  return {
    format: 'dymu-calibration',
    version: 1,
    encoder: { fingerprint: 'abc123def456abc', name: 'pocket', patches: 64, layers: 2, classToken: false },
    data: { images: 200, fingerprint: 'data-1', source: '200 images of /pictures' },
    procedure: { batch: 32, schedule: 'constant', created: '2026-01-02T03:04:05.000Z' },
    points: [
      { target: 10, thresholds: [0.5, 0.25], mean: 10, std: 3, quantiles: [4, 5, 6, 8, 10, 12, 14, 15, 20] },
      {
        target: 40,
        thresholds: [0.75, 0.25],
        mean: 41.5,
        std: 8,
        quantiles: [20, 25, 30, 35, 42, 48, 55, 58, 63],
      },
    ],
  };
}
