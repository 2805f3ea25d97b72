/** How much attention every token of a block receives: the class token's where there is one, else the mean over all tokens. */
import type { VisionSpec } from '../families/spec.ts';
import { splitHeads } from './layers.ts';
import type { ModelBuilder, Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import type { Attention } from './vision-block.ts';

/** Mean over heads of softmax(q·k / √d), over queries too where no token speaks for the image: f32 [n], class token included. */
export function attentionReceived(
  builder: ModelBuilder,
  spec: Pick<VisionSpec, 'heads' | 'headDim' | 'classToken'>,
  { queries, keys }: Pick<Attention, 'queries' | 'keys'>,
): Value {
  const op = opsOf(builder);
  const asking = spec.classToken ? op.slice(queries, { from: 0, to: 1 }) : queries;
  const scale = builder.scalar('f32', 1 / Math.sqrt(spec.headDim));
  const q = op.mul(splitHeads(builder, asking, spec.heads, spec.headDim), scale); // [H, queries, d]
  const k = op.transpose(splitHeads(builder, keys, spec.heads, spec.headDim), [0, 2, 1]); // [H, d, n]
  return op.mean(op.mean(op.softmax(op.matmul(q, k)), 1), 0);
}
