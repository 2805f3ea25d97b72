/** Which parts of a model get a quantised copy of their own, and in which form each of their matrices lies there. */
import { isDecoderLinear, isTowerLinear } from '../quantised-linears.ts';
import type { Bits } from './block-format.ts';

/** One scale for each block of 32 numbers, or one for each output. */
export type MatrixForm = { readonly kind: 'blocks'; readonly bits: Bits } | { readonly kind: 'columns' };

export interface CopyKind {
  readonly subject: 'language model' | 'vision encoder';
  /** Of the canonical names that belong to it. */
  readonly prefix: 'text.' | 'vision.';
  readonly bits: Bits;
  /** Undefined: copied byte for byte. */
  readonly form: (name: string, shape: readonly number[]) => MatrixForm | undefined;
  /** Ends the file's name, before `.safetensors`. */
  readonly suffix: string;
  /** Metadata by which a copy of this kind is told from the others. */
  readonly facts: Readonly<Record<string, string>>;
}

const decoderBlocks = (bits: Bits): CopyKind => ({
  subject: 'language model',
  prefix: 'text.',
  bits,
  form: (name, shape) => (isDecoderLinear(name, shape) ? { kind: 'blocks', bits } : undefined),
  suffix: `int${bits}`,
  facts: { format: 'dymu-quantised-decoder', bits: String(bits) },
});

export const copyKinds = {
  decoder8: decoderBlocks(8),
  decoder4: decoderBlocks(4),
  /** The head reads one row in every run, where blocks are as fast, and nearer to their source. */
  decoderColumns: {
    ...decoderBlocks(8),
    form: (name, shape) => {
      if (!isDecoderLinear(name, shape)) return undefined;
      return name === 'text.head' ? { kind: 'blocks', bits: 8 } : { kind: 'columns' };
    },
    suffix: 'int8-columns',
    facts: { format: 'dymu-quantised-decoder', bits: '8', form: 'columns' },
  },
  tower: {
    subject: 'vision encoder',
    prefix: 'vision.',
    bits: 8,
    form: (name, shape) => (isTowerLinear(name, shape) ? { kind: 'columns' } : undefined),
    suffix: 'int8',
    facts: { format: 'dymu-quantised-tower', bits: '8' },
  },
} as const satisfies Readonly<Record<string, CopyKind>>;
