/** Linear layers that read the same rows, written as one product: fewer and longer streams of weights, which the runtime joins once while it loads. */
import { linear } from './layers.ts';
import type { GraphContext } from './layers.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import { blocksProduct, columnsProduct, denseProduct } from './product.ts';

/**
 * The layers' outputs side by side. Every output is the sum that it is in a product of its own, to the last bit.
 * @param x f32 [rows, K], @param names of layers with K inputs each @returns f32 [rows, sum of their outputs]
 */
export function joinedLinear(context: GraphContext, x: Value, names: readonly string[]): Value {
  const { builder, weights } = context;
  const op = opsOf(builder);
  const forms = names.map((name) => context.productForm(`${name}.weight`));
  const biases = names.map((name) => `${name}.bias`).filter((name) => weights.has(name));
  if (biases.length === 0 || biases.length === names.length) {
    const shifts = biases.map((name) => builder.weight(weights.get(name)));
    const shift = shifts.length === 0 ? undefined : op.concat(shifts);
    const columns = forms.flatMap((form) => (form.kind === 'columns' ? [form] : []));
    if (columns.length === names.length) {
      const codes = columns.map((form) => builder.rawWeight(form.codes));
      const scales = columns.map((form) => builder.rawWeight(form.scales));
      return columnsProduct(builder, x, op.concat(codes, 1), op.concat(scales), shift);
    }
    const blocks = forms.flatMap((form) => (form.kind === 'blocks' ? [form] : []));
    const [first] = blocks;
    if (first !== undefined && blocks.length === names.length) {
      const rows = blocks.reduce((sum, { shape }) => sum + shape.rows, 0);
      const codes = blocks.map((form) => builder.rawWeight(form.codes));
      const scales = blocks.map((form) => builder.rawWeight(form.scales));
      return blocksProduct(builder, x, { ...first.shape, rows }, op.concat(codes), op.concat(scales), shift);
    }
    if (forms.every(({ kind }) => kind === 'dense')) {
      const matrices = names.map((name) => builder.weight(weights.get(`${name}.weight`)));
      return denseProduct(builder, x, op.concat(matrices), shift);
    }
  }
  return op.concat(
    names.map((name) => linear(context, x, name)),
    -1,
  );
}
