/** The layers that every transformer shares, as graph fragments over 2-D activations [rows, width]. No model knows them by name here. */
import type { Weights } from '../checkpoint/checkpoint.ts';
import type { Activation, TextSpec } from '../families/spec.ts';
import type { ModelBuilder, Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import { blocksProduct, columnsProduct, denseProduct, halfProduct } from './product.ts';
import type { ProductForm } from './product.ts';

/** What a fragment needs to write itself: where to, which weights, and which form of attention the device computes rightly. */
export interface GraphContext {
  readonly builder: ModelBuilder;
  readonly weights: Weights;
  readonly attention: AttentionForm;
  /** Whether the processor computes it all: some forms of a fragment are fast or known there alone. */
  readonly onProcessor: boolean;
  /** Whether rows of an fp16 table can be gathered as they are; a GPU without fp16 in shaders cannot. */
  readonly gathersHalf: boolean;
  /** Whether layers that read the same rows are written as one product: it pays where memory is the limit, and is tried on the CPU alone. */
  readonly joinsProducts: boolean;
  /** How the product with a weight is written, by its canonical name. */
  readonly productForm: (weight: string) => ProductForm;
}

/** `fused` is ONNX Runtime's attention operators; `plain` is MatMul and Softmax, for devices whose fused kernels fail the self-check. */
export type AttentionForm = 'fused' | 'plain';

/** A linear layer: x Wᵀ + b with `name.weight` [out, in] and, where there is one, `name.bias` [out]. */
export function linear(context: GraphContext, x: Value, name: string): Value {
  return product(context, x, `${name}.weight`, `${name}.bias`);
}

/** x Wᵀ + b in the form that the context asks for. */
export function product(
  { builder, weights, productForm }: GraphContext,
  x: Value,
  weight: string,
  bias?: string,
): Value {
  const form = productForm(weight);
  const shift = bias !== undefined && weights.has(bias) ? builder.weight(weights.get(bias)) : undefined;
  switch (form.kind) {
    case 'dense':
      // Straight from its file: a transposed copy would double the load's peak memory.
      return denseProduct(builder, x, builder.weight(weights.get(weight)), shift);
    case 'half':
      return halfProduct(builder, x, builder.halfWeight(weights.get(weight)), shift);
    case 'blocks': {
      const { shape, codes, scales } = form;
      return blocksProduct(builder, x, shape, builder.rawWeight(codes), builder.rawWeight(scales), shift);
    }
    case 'columns':
      return columnsProduct(builder, x, builder.rawWeight(form.codes), builder.rawWeight(form.scales), shift);
  }
}

export function layerNorm(
  { builder, weights }: GraphContext,
  x: Value,
  name: string,
  epsilon: number,
): Value {
  const scale = builder.weight(weights.get(`${name}.weight`));
  const bias = builder.weight(weights.get(`${name}.bias`));
  return builder.op('LayerNormalization', [x, scale, bias], { axis: -1, epsilon: { float: epsilon } });
}

/** Root-mean-square norm, as Llama and its kin use it. */
export function rmsNorm(
  { builder, weights }: GraphContext,
  x: Value,
  name: string,
  { normEpsilon, normOffset }: Pick<TextSpec, 'normEpsilon' | 'normOffset'>,
): Value {
  const stored = builder.weight(weights.get(`${name}.weight`));
  const scale =
    normOffset === undefined ? stored : opsOf(builder).add(stored, builder.scalar('f32', normOffset));
  return builder.op('SimplifiedLayerNormalization', [x, scale], {
    axis: -1,
    epsilon: { float: normEpsilon },
    stash_type: 1,
  });
}

/** Bent smoothly so that every entry stays within ± `cap`; as it is where there is none. */
export function capped({ builder }: Pick<GraphContext, 'builder'>, x: Value, cap: number | undefined): Value {
  if (cap === undefined) return x;
  const op = opsOf(builder);
  const most = builder.scalar('f32', cap);
  return op.mul(op.tanh(op.div(x, most)), most);
}

export function activate(builder: ModelBuilder, x: Value, activation: Activation): Value {
  const op = opsOf(builder);
  switch (activation) {
    case 'quick_gelu':
      return builder.op('ms.QuickGelu', [x], { alpha: { float: 1.702 } });
    case 'gelu':
      return builder.op('Gelu', [x], { approximate: 'none' });
    case 'gelu_tanh':
      return builder.op('Gelu', [x], { approximate: 'tanh' });
    case 'silu':
      return op.mul(x, op.sigmoid(x));
  }
}

/** [rows, heads * headDim] -> [heads, rows, headDim]. */
export function splitHeads(builder: ModelBuilder, x: Value, heads: number, headDim: number): Value {
  const op = opsOf(builder);
  return op.transpose(op.reshape(x, [-1, heads, headDim]), [1, 0, 2]);
}

/** [heads, rows, headDim] -> [rows, heads * headDim]. */
export function joinHeads(builder: ModelBuilder, x: Value, width: number): Value {
  const op = opsOf(builder);
  return op.reshape(op.transpose(x, [1, 0, 2]), [-1, width]);
}
