/** Identifies a vision encoder, so that a calibration is used only with the weights it was measured on. */
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { ModelSpec, VisionSpec } from '../families/spec.ts';
import { readAt, withFile } from '../files/bounded-file.ts';
import { published } from '../files/published-json.ts';
import type { EncoderCheckpoint, Weights } from './checkpoint.ts';

/** Enough to tell apart any two trainings; reading all bytes would cost seconds at every start. */
const sampleBytes = 4096;

/**
 * Version 1 of what is hashed of a spec: every fact under the name and in the order in which calibrations on users' disks were made with it,
 * whatever the fields of `VisionSpec` are called by now. A fact that not every encoder has is left out where it is undefined. A new fact must be
 * undefined for the encoders of today, or all their calibrations are lost.
 */
const hashedFacts: readonly (readonly [written: string, fact: (vision: VisionSpec) => unknown])[] = [
  ['activation', ({ activation }) => activation],
  ['attentionBias', ({ attentionBias }) => attentionBias],
  ['classToken', ({ classToken }) => classToken],
  ['deepStack', ({ deepStack }) => deepStack],
  ['executedLayers', ({ executedLayers }) => executedLayers],
  ['freeGrid', ({ freeGrid }) => freeGrid && Object.entries(freeGrid).sort()],
  ['gatedMlp', ({ gatedMlp }) => gatedMlp],
  ['gridSide', ({ gridSide }) => gridSide],
  ['headDim', ({ headDim }) => headDim],
  ['heads', ({ heads }) => heads],
  ['imageSize', ({ imageSize }) => imageSize],
  ['layerScale', ({ layerScale }) => layerScale],
  ['layers', ({ layers }) => layers],
  ['mlpWidth', ({ mlpWidth }) => mlpWidth],
  ['normEpsilon', ({ normEpsilon }) => normEpsilon],
  ['patchBias', ({ patchBias }) => patchBias],
  ['patchSize', ({ patchSize }) => patchSize],
  ['patches', ({ patches }) => patches],
  ['postNorm', ({ postNorm }) => postNorm],
  ['preNorm', ({ preNorm }) => preNorm],
  ['qkNorm', ({ qkNorm }) => qkNorm],
  ['rmsNorm', ({ rmsNorm }) => rmsNorm],
  ['width', ({ width }) => width],
];

/** `[["activation","gelu"],…]`: the first bytes of the hash. */
export function hashedSpec(vision: VisionSpec): string {
  const facts = hashedFacts.map(([written, fact]) => [written, fact(vision)] as const);
  return JSON.stringify(facts.filter(([, fact]) => fact !== undefined));
}

/**
 * SHA-256 (hex) over, in this order: the facts of the vision spec; then for every tensor `vision.*`, sorted by canonical name: its name,
 * element type, shape and first 4096 bytes. File names, tensor layout, sharding, projector and language model do not matter; precision
 * does, because merging decisions hang on the last digits of a key.
 * Throws `bad-checkpoint`.
 */
export async function encoderFingerprint(vision: VisionSpec, weights: Weights): Promise<string> {
  const hash = createHash('sha256');
  hash.update(hashedSpec(vision));
  await hashTensors(hash, weights, 'vision.');
  return hash.digest('hex');
}

async function hashTensors(hash: Hash, weights: Weights, prefix: string): Promise<void> {
  const names = weights.names().filter((name) => name.startsWith(prefix));
  for (const name of [...names].sort()) {
    const { file, dtype, shape, offset, bytes } = weights.get(name);
    hash.update(`\n${name} ${dtype} ${shape.join('x')}\n`);
    const length = Math.min(sampleBytes, bytes);
    hash.update(await withFile(file, published(file), (handle) => readAt(handle, offset, length)));
  }
}

/**
 * SHA-256 (hex) over what turns squares of patches into rows: its facts, then its tensors as those of an encoder are hashed. Undefined where every
 * token is a row by itself. Throws `bad-checkpoint`.
 */
export async function projectorFingerprint(
  { projector }: Pick<ModelSpec, 'projector'>,
  weights: Weights,
): Promise<string | undefined> {
  const { square = 1 } = projector;
  if (square === 1) return undefined;
  const hash = createHash('sha256');
  hash.update(JSON.stringify(Object.entries({ ...projector, square }).sort()));
  await hashTensors(hash, weights, 'projector.');
  return hash.digest('hex');
}

/** Of rows: the encoder, in its precision, and what joins its patches. Thresholds of rows belong to both. */
export function rowsFingerprint({
  encoderFingerprint: encoder,
  projectorFingerprint: projector,
}: Pick<EncoderCheckpoint, 'encoderFingerprint' | 'projectorFingerprint'>): string | undefined {
  if (projector === undefined) return undefined;
  return createHash('sha256').update(`${encoder}\nrows 1\n${projector}\n`).digest('hex');
}

/** Raise it when the numbers of an encoder in int8 change: thresholds found with it are found anew then. */
const int8Version = 1;

/** Of the same encoder with its blocks in int8. Its keys differ, and so do the thresholds for a budget. */
export function int8Fingerprint(encoder: string): string {
  return createHash('sha256').update(`${encoder}\nint8 ${int8Version}\n`).digest('hex');
}
