/** A part of a model in int8 or int4: the copy on disk, made at the first use and used again afterwards. */
import { join } from 'node:path';
import type { Progress } from '../../engine.ts';
import { EngineError } from '../../errors.ts';
import type { TensorLocation } from '../../files/tensor-location.ts';
import type { Weights } from '../checkpoint.ts';
import type { StoredTensor } from '../../files/safetensors.ts';
import { quote } from '../../files/words.ts';
import type { Remedy } from '../../remedy.ts';
import { weightsFingerprint } from '../weights-fingerprint.ts';
import type { BlockShape } from './block-format.ts';
import type { ColumnShape } from './column-format.ts';
import { prepareFolder } from './copies-folder.ts';
import type { CopyKind } from './copy-kinds.ts';
import { codesName, copyBytes, copyParts, scalesName, type Part } from './layout.ts';
import { lookAtCopy } from './open-copy.ts';
import { writeCopy } from './write-copy.ts';

/** fp32 needs no copy. */
const withoutCopy: Remedy = { kind: 'other-precision', precision: 'fp32' };

/** A matrix in its file with one scale for every block of its rows. */
export interface BlocksMatrix {
  readonly kind: 'blocks';
  readonly shape: BlockShape;
  readonly codes: StoredTensor & { readonly dtype: 'U8' }; // [N, blocks, blockBytes]
  readonly scales: StoredTensor & { readonly dtype: 'F32' }; // [N, blocks]
}

/** A matrix in its file with one scale for every output. */
export interface ColumnsMatrix {
  readonly kind: 'columns';
  readonly shape: ColumnShape;
  readonly codes: StoredTensor & { readonly dtype: 'I8' }; // [K, N]
  readonly scales: StoredTensor & { readonly dtype: 'F32' }; // [N]
}

export type QuantisedMatrix = BlocksMatrix | ColumnsMatrix;

export interface QuantisedCopy {
  readonly file: string; // absolute
  /** What was not quantised (embedding, norms, biases), under canonical names, in the same file. */
  readonly weights: Weights;
  /** By canonical name; undefined for what was not quantised. */
  matrix(name: string): QuantisedMatrix | undefined;
  /** A sentence where a copy that was there could not be used. */
  readonly note: string | undefined;
}

export interface CopyOptions {
  /** Made where it is missing. Its contents may be deleted at any time. */
  readonly directory: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/**
 * Takes the copy of these very weights, or makes it: that reads that part of the model once, minutes for billions of numbers.
 * Throws `bad-checkpoint` (weights damaged), `bad-input` (no room, or not writable) or `aborted`.
 */
export async function quantisedCopy(
  weights: Weights,
  kind: CopyKind,
  { directory, signal, onProgress }: CopyOptions,
): Promise<QuantisedCopy> {
  const { subject, bits } = kind;
  const parts = copyParts(weights, kind);
  const fingerprint = await weightsFingerprint(weights, kind.prefix);
  const file = join(directory, copyName(kind, fingerprint));
  const look = () => lookAtCopy(file, parts, { kind, fingerprint });
  const found = await look();
  if (found.kind === 'good') return fromCopy(kind, file, parts, found.tensors, undefined);

  await prepareFolder(directory, copyBytes(parts));
  const total = parts.reduce((sum, { source }) => sum + source.bytes, 0);
  const again = found.kind === 'unusable' ? ' again' : '';
  const stage = `Quantising the ${subject} to int${bits}${again}, once`;
  const onRead = (done: number) => onProgress?.({ stage, done, total });
  await writeCopy(file, parts, { kind, fingerprint, signal, onRead });
  const made = await look();
  if (made.kind !== 'good') {
    throw new EngineError(
      'bad-input',
      `The quantised copy of the ${subject} could not be read back from ${directory}`,
      { remedy: { kind: 'either', remedies: [{ kind: 'advice', words: 'check that disk' }, withoutCopy] } },
    );
  }
  const note =
    found.kind === 'unusable'
      ? `The quantised copy of the ${subject} ${found.fact}, so it was made again.`
      : undefined;
  return fromCopy(kind, file, parts, made.tensors, note);
}

/** By content alone: the same weights find their copy wherever they were moved to. */
function copyName({ prefix, suffix }: CopyKind, fingerprint: string): string {
  const part = prefix === 'text.' ? 'decoder' : 'tower';
  return `${part}-${fingerprint.slice(0, 16)}.${suffix}.safetensors`;
}

function fromCopy(
  { subject }: CopyKind,
  file: string,
  parts: readonly Part[],
  tensors: ReadonlyMap<string, StoredTensor>,
  note: string | undefined,
): QuantisedCopy {
  const found = <T>(entries: ReadonlyMap<string, T>, name: string): T => {
    const entry = entries.get(name);
    if (entry !== undefined) return entry;
    throw new EngineError('bad-checkpoint', `The quantised ${subject} has no tensor ${quote(name)}`, {
      remedy: { kind: 'either', remedies: [{ kind: 'advice', words: 'delete the copy' }, withoutCopy] },
    });
  };
  const copies = new Map<string, TensorLocation>();
  const matrices = new Map<string, QuantisedMatrix>();
  for (const part of parts) {
    const { kind, name } = part;
    if (kind === 'copy') {
      const place = found(tensors, name);
      copies.set(name, { ...part.source, file: place.file, offset: place.offset });
      continue;
    }
    const codes = found(tensors, codesName(name));
    const scales = { ...found(tensors, scalesName(name)), dtype: 'F32' } as const;
    matrices.set(
      name,
      kind === 'blocks'
        ? { kind, shape: part.shape, codes: { ...codes, dtype: 'U8' }, scales }
        : { kind, shape: part.shape, codes: { ...codes, dtype: 'I8' }, scales },
    );
  }
  const weights: Weights = {
    get: (name) => found(copies, name),
    has: (name) => copies.has(name),
    names: () => [...copies.keys()],
  };
  return { file, weights, matrix: (name) => matrices.get(name), note };
}
