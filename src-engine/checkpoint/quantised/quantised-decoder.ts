/** A decoder in int8 or int4: the copy on disk, made at the first use and used again afterwards. */
import { join } from 'node:path';
import type { Progress } from '../../engine.ts';
import { EngineError } from '../../errors.ts';
import type { TensorLocation } from '../../files/tensor-location.ts';
import type { Weights } from '../checkpoint.ts';
import type { StoredTensor } from '../../files/safetensors.ts';
import { quote } from '../../files/words.ts';
import type { Remedy } from '../../remedy.ts';
import type { Bits, BlockShape } from './block-format.ts';
import { prepareFolder } from './copies-folder.ts';
import { decoderFingerprint } from './decoder-fingerprint.ts';
import { codesName, copyBytes, decoderParts, scalesName, type Part } from './layout.ts';
import { lookAtCopy } from './open-copy.ts';
import { writeCopy } from './write-copy.ts';

/** fp32 needs no copy. */
const withoutCopy: Remedy = { kind: 'other-precision', precision: 'fp32' };

/** A quantised matrix in its file. */
export interface QuantisedMatrix {
  readonly shape: BlockShape;
  readonly codes: StoredTensor & { readonly dtype: 'U8' }; // [N, blocks, blockBytes]
  readonly scales: StoredTensor & { readonly dtype: 'F32' }; // [N, blocks]
}

export interface QuantisedDecoder {
  readonly file: string; // absolute
  /** What was not quantised (embedding, norms, biases), under canonical names, in the same file. */
  readonly weights: Weights;
  /** By canonical name; undefined for what was not quantised. */
  matrix(name: string): QuantisedMatrix | undefined;
  /** A sentence where a copy that was there could not be used. */
  readonly note: string | undefined;
}

export interface QuantisedDecoderOptions {
  readonly bits: Bits;
  /** Made where it is missing. Its contents may be deleted at any time. */
  readonly directory: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/**
 * Takes the copy of these very weights, or makes it: that reads the decoder once, minutes for billions of numbers.
 * Throws `bad-checkpoint` (weights damaged), `bad-input` (no room, or not writable) or `aborted`.
 */
export async function quantisedDecoder(
  weights: Weights,
  { bits, directory, signal, onProgress }: QuantisedDecoderOptions,
): Promise<QuantisedDecoder> {
  const parts = decoderParts(weights, bits);
  const fingerprint = await decoderFingerprint(weights);
  const file = join(directory, copyName(fingerprint, bits));
  const look = () => lookAtCopy(file, parts, { bits, fingerprint });
  const found = await look();
  if (found.kind === 'good') return fromCopy(file, parts, found.tensors, undefined);

  await prepareFolder(directory, copyBytes(parts));
  const total = parts.reduce((sum, { source }) => sum + source.bytes, 0);
  const again = found.kind === 'unusable' ? ' again' : '';
  const stage = `Quantising the language model to int${bits}${again}, once`;
  const onRead = (done: number) => onProgress?.({ stage, done, total });
  await writeCopy(file, parts, { bits, fingerprint, signal, onRead });
  const made = await look();
  if (made.kind !== 'good') {
    throw new EngineError(
      'bad-input',
      `The quantised copy of the language model could not be read back from ${directory}`,
      { remedy: { kind: 'either', remedies: [{ kind: 'advice', words: 'check that disk' }, withoutCopy] } },
    );
  }
  const note =
    found.kind === 'unusable'
      ? `The quantised copy of the language model ${found.fact}, so it was made again.`
      : undefined;
  return fromCopy(file, parts, made.tensors, note);
}

/** By content alone: the same weights find their copy wherever they were moved to. */
function copyName(fingerprint: string, bits: Bits): string {
  return `decoder-${fingerprint.slice(0, 16)}.int${bits}.safetensors`;
}

function fromCopy(
  file: string,
  parts: readonly Part[],
  tensors: ReadonlyMap<string, StoredTensor>,
  note: string | undefined,
): QuantisedDecoder {
  const stored = (name: string): StoredTensor => found(tensors, name);
  const copies = new Map<string, TensorLocation>();
  const matrices = new Map<string, QuantisedMatrix>();
  for (const part of parts) {
    if (part.kind === 'copy') {
      const place = stored(part.name);
      copies.set(part.name, { ...part.source, file: place.file, offset: place.offset });
    } else {
      const { name, shape } = part;
      const codes = { ...stored(codesName(name)), dtype: 'U8' } as const;
      const scales = { ...stored(scalesName(name)), dtype: 'F32' } as const;
      matrices.set(name, { shape, codes, scales });
    }
  }
  const weights: Weights = {
    get: (name) => found(copies, name),
    has: (name) => copies.has(name),
    names: () => [...copies.keys()],
  };
  return { file, weights, matrix: (name) => matrices.get(name), note };
}

function found<T>(entries: ReadonlyMap<string, T>, name: string): T {
  const entry = entries.get(name);
  if (entry !== undefined) return entry;
  throw new EngineError('bad-checkpoint', `The quantised language model has no tensor ${quote(name)}`, {
    remedy: { kind: 'either', remedies: [{ kind: 'advice', words: 'delete the copy' }, withoutCopy] },
  });
}
