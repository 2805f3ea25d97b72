/** The vision encoder in fp32 or int8: what the checkpoint is called then, and the sessions that run it. */
import type { EncoderCheckpoint } from '../checkpoint/checkpoint.ts';
import { int8Fingerprint } from '../checkpoint/fingerprint.ts';
import { copyKinds } from '../checkpoint/quantised/copy-kinds.ts';
import { quantisedCopy } from '../checkpoint/quantised/quantised-copy.ts';
import type { CopyOptions } from '../checkpoint/quantised/quantised-copy.ts';
import type { TowerPrecision } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { copySessions } from './copy-sessions.ts';
import { whyNotIntegers } from './integer-probe.ts';
import { sessionFactory } from './session-factory.ts';
import type { Device, SessionFactory } from './session-factory.ts';

/** Throws `bad-input` for a word that is neither. */
export function parseTower(wanted: string): TowerPrecision {
  if (wanted === 'fp32' || wanted === 'int8') return wanted;
  throw new EngineError('bad-input', `There is no vision encoder in "${wanted}"`, {
    remedy: 'choose fp32 or int8',
  });
}

/** The checkpoint with the fingerprint that calibrations of this tower carry. */
export function withTower<T extends EncoderCheckpoint>(checkpoint: T, tower: TowerPrecision): T {
  if (tower === 'fp32') return checkpoint;
  return { ...checkpoint, encoderFingerprint: int8Fingerprint(checkpoint.encoderFingerprint) };
}

export interface TowerFactory {
  /** Of the tower alone: the projector's weights are elsewhere. */
  readonly sessions: SessionFactory;
  readonly notes: readonly string[];
}

/**
 * Makes the quantised copy of the encoder where one is needed and missing.
 * Throws `unsupported` with what the device lacks, and what `quantisedCopy` throws.
 */
export async function towerFactory(
  checkpoint: Pick<EncoderCheckpoint, 'weights' | 'directory'>,
  device: Device,
  tower: TowerPrecision,
  options: CopyOptions,
): Promise<TowerFactory> {
  if (tower === 'fp32') return { sessions: sessionFactory(checkpoint, device), notes: [] };
  const reason = await whyNotIntegers(device.provider);
  if (reason !== undefined) {
    throw new EngineError(
      'unsupported',
      `The vision encoder in int8 gains nothing on ${device.name}: ${reason}`,
      { remedy: 'load the model with its vision encoder in fp32' },
    );
  }
  const copy = await quantisedCopy(checkpoint.weights, copyKinds.tower, options);
  return { sessions: copySessions(copy, device), notes: copy.note === undefined ? [] : [copy.note] };
}
