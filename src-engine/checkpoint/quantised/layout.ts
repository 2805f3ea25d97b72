/** What a quantised copy of a decoder holds: which tensors, in which form. The writer follows it and the reader demands it. */
import type { TensorLocation } from '../../files/tensor-location.ts';
import type { Weights } from '../checkpoint.ts';
import { isDecoderLinear } from '../decoder-linears.ts';
import type { DeclaredTensor } from '../../files/safetensors-write.ts';
import { blockShape, codesShape, quantisedBytes, scalesShape } from './block-format.ts';
import type { Bits, BlockShape } from './block-format.ts';

/** Raise it with every change of numbers or layout: copies of other versions are made again. */
export const copyVersion = 1;

export type Part =
  | {
      readonly kind: 'linear';
      readonly name: string;
      readonly source: TensorLocation;
      readonly shape: BlockShape;
    }
  /** Norms, biases and the embedding, byte for byte: so the decoder needs one file, and no second drive on Windows. */
  | { readonly kind: 'copy'; readonly name: string; readonly source: TensorLocation };

/**
 * The decoder's tensors, linear layers first: so their scales lie at multiples of 4 bytes. A tied head is quantised beside the embedding that
 * it shares.
 */
export function decoderParts(weights: Weights, bits: Bits): readonly Part[] {
  const parts = weights
    .names()
    .filter((name) => name.startsWith('text.') && weights.has(name))
    .map((name): Part => {
      const source = weights.get(name);
      return isDecoderLinear(name, source.shape)
        ? { kind: 'linear', name, source, shape: blockShape(source.shape, bits) }
        : { kind: 'copy', name, source };
    });
  return [...parts.filter(({ kind }) => kind === 'linear'), ...parts.filter(({ kind }) => kind === 'copy')];
}

export const codesName = (name: string): string => `${name}.codes`;
export const scalesName = (name: string): string => `${name}.scales`;

/** The tensors of the file, in the order of their bytes. */
export function declaredTensors(parts: readonly Part[]): readonly DeclaredTensor[] {
  return parts.flatMap((part): DeclaredTensor[] =>
    part.kind === 'copy'
      ? [{ name: part.name, dtype: part.source.dtype, shape: part.source.shape }]
      : [
          { name: codesName(part.name), dtype: 'U8', shape: codesShape(part.shape) },
          { name: scalesName(part.name), dtype: 'F32', shape: scalesShape(part.shape) },
        ],
  );
}

/** Bytes of all tensors together. */
export function copyBytes(parts: readonly Part[]): number {
  return parts.reduce(
    (sum, part) => sum + (part.kind === 'copy' ? part.source.bytes : quantisedBytes(part.shape)),
    0,
  );
}

/** The file's metadata: everything that must be equal for a copy to be used. */
export function copyMetadata(bits: Bits, fingerprint: string): Readonly<Record<string, string>> {
  return {
    format: 'dymu-quantised-decoder',
    version: String(copyVersion),
    bits: String(bits),
    fingerprint,
  };
}
