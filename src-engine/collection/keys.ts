/** What a count depends on, as text that is the same for the same thing: the encoder with its reading of pictures, and the plan. */
import { rowsFingerprint } from '../checkpoint/fingerprint.ts';
import type { LoadedEncoder } from '../inference/loaded-model.ts';
import { viewsSpec } from '../inference/visual-input.ts';
import { sha256 } from '../files/sha256.ts';
import type { Plan } from '../reduction/plan.ts';

/** Weights and precision of the tower, image backend and route, and how pictures are cut and normalised. */
export function encoderKey({ checkpoint, images }: LoadedEncoder): string {
  const { spec, encoderFingerprint } = checkpoint;
  const reading = sha256(JSON.stringify(viewsSpec(spec, 'alone'))).slice(0, 16);
  return [encoderFingerprint, spec.preprocess.backend, images.route, reading].join(' ');
}

/**
 * What the encoder is fed, not what was asked for: a calibration that was made again leads to other thresholds, and so to another key. How many rows
 * merge hangs on the projector as well.
 */
export function countKey(plan: Plan, checkpoint: LoadedEncoder['checkpoint']): string {
  return sha256(JSON.stringify(fedBy(plan, checkpoint))).slice(0, 32);
}

function fedBy(plan: Plan, checkpoint: LoadedEncoder['checkpoint']): unknown {
  if (plan.kind === 'rows') return ['rows', plan.threshold, rowsFingerprint(checkpoint)];
  if (plan.kind !== 'merge') return plan;
  const { rule } = plan;
  // The graph takes thresholds as fp32.
  return rule.by === 'threshold'
    ? ['threshold', ...rule.thresholds.map(Math.fround)]
    : ['count', ...rule.rows];
}
