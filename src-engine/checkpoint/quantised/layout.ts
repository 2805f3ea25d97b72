/** What a quantised copy holds: which tensors, in which form. The writer follows it and the reader demands it. */
import type { TensorLocation } from '../../files/tensor-location.ts';
import type { Weights } from '../checkpoint.ts';
import type { DeclaredTensor } from '../../files/safetensors-write.ts';
import { blockShape, codesShape, quantisedBytes, scalesShape } from './block-format.ts';
import type { BlockShape } from './block-format.ts';
import { columnBytes, columnCodesShape, columnScalesShape, columnShape } from './column-format.ts';
import type { ColumnShape } from './column-format.ts';
import type { CopyKind } from './copy-kinds.ts';

/** Raise it with every change of numbers or layout: copies of other versions are made again. */
export const copyVersion = 1;

export type BlocksPart = {
  readonly kind: 'blocks';
  readonly name: string;
  readonly source: TensorLocation;
  readonly shape: BlockShape;
};
export type ColumnsPart = {
  readonly kind: 'columns';
  readonly name: string;
  readonly source: TensorLocation;
  readonly shape: ColumnShape;
};
/** Norms, biases and the embedding, byte for byte: so a session needs one file, and no second drive on Windows. */
export type CopiedPart = { readonly kind: 'copy'; readonly name: string; readonly source: TensorLocation };
export type Part = BlocksPart | ColumnsPart | CopiedPart;

/**
 * The tensors of one part of the model, linear layers first: so scales lie at multiples of 4 bytes. A tied head is quantised beside the
 * embedding that it shares.
 */
export function copyParts(weights: Weights, { prefix, form }: CopyKind): readonly Part[] {
  const parts = weights
    .names()
    .filter((name) => name.startsWith(prefix) && weights.has(name))
    .map((name): Part => {
      const source = weights.get(name);
      const chosen = form(name, source.shape);
      if (chosen === undefined) return { kind: 'copy', name, source };
      return chosen.kind === 'blocks'
        ? { kind: 'blocks', name, source, shape: blockShape(source.shape, chosen.bits) }
        : { kind: 'columns', name, source, shape: columnShape(source.shape) };
    });
  return [...parts.filter(({ kind }) => kind !== 'copy'), ...parts.filter(({ kind }) => kind === 'copy')];
}

export const codesName = (name: string): string => `${name}.codes`;
export const scalesName = (name: string): string => `${name}.scales`;

/** The tensors of the file, in the order of their bytes. */
export function declaredTensors(parts: readonly Part[]): readonly DeclaredTensor[] {
  return parts.flatMap((part): DeclaredTensor[] => {
    switch (part.kind) {
      case 'copy':
        return [{ name: part.name, dtype: part.source.dtype, shape: part.source.shape }];
      case 'blocks':
        return [
          { name: codesName(part.name), dtype: 'U8', shape: codesShape(part.shape) },
          { name: scalesName(part.name), dtype: 'F32', shape: scalesShape(part.shape) },
        ];
      case 'columns':
        return [
          { name: codesName(part.name), dtype: 'I8', shape: columnCodesShape(part.shape) },
          { name: scalesName(part.name), dtype: 'F32', shape: columnScalesShape(part.shape) },
        ];
    }
  });
}

/** Bytes of all tensors together. */
export function copyBytes(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + partBytes(part), 0);
}

function partBytes(part: Part): number {
  switch (part.kind) {
    case 'copy':
      return part.source.bytes;
    case 'blocks':
      return quantisedBytes(part.shape);
    case 'columns':
      return columnBytes(part.shape);
  }
}

/** The file's metadata: everything that must be equal for a copy to be used. */
export function copyMetadata({ facts }: CopyKind, fingerprint: string): Readonly<Record<string, string>> {
  return { ...facts, version: String(copyVersion), fingerprint };
}
