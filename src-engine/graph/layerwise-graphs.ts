/** The encoder cut into pieces for threshold finding, where all images of a batch must reach a layer before any goes on. */
import type { VisionSpec } from '../families/spec.ts';
import type { GraphContext } from './layers.ts';
import { softMatching } from './merge.ts';
import { opsOf } from './ops.ts';
import { attend, feed } from './vision-block.ts';
import { embed } from './vision-embedding.ts';

/** Inputs: pixel_values f32 [1, 3, H, W]. Outputs: hidden f32 [N0 + P, D]. */
export function embeddingGraph(context: GraphContext, spec: VisionSpec): Uint8Array {
  const { builder } = context;
  const pixels = builder.input('pixel_values', 'f32', [1, 3, spec.imageSize, spec.imageSize]);
  builder.output('hidden', embed(context, spec, pixels), 'f32', ['n', spec.width]);
  return builder.build('vision-embedding');
}

/** Inputs: x f32 [n, D]; size f32 [n, 1]. Outputs: hidden f32 [n, D]; best f32 [Na]; partner int32 [Na]. */
export function attentionGraph(context: GraphContext, spec: VisionSpec, layer: number): Uint8Array {
  const { builder } = context;
  const op = opsOf(builder);
  const x = builder.input('x', 'f32', ['n', spec.width]);
  const size = builder.input('size', 'f32', ['n', 1]);
  const attended = attend(context, spec, layer, x, size);
  const { best, partner } = softMatching(context, spec, attended.keys);
  builder.output('hidden', attended.x, 'f32', ['n', spec.width]);
  builder.output('best', op.reshape(best, [-1]), 'f32', ['a']);
  const places = op.reshape(partner, [-1]);
  builder.output('partner', context.onProcessor ? op.cast(places, 'i32') : places, 'i32', ['a']);
  return builder.build(`vision-attention-${layer}`);
}

/** Inputs: x f32 [n, D]. Outputs: hidden f32 [n, D]. */
export function feedGraph(context: GraphContext, spec: VisionSpec, layer: number): Uint8Array {
  const { builder } = context;
  const x = builder.input('x', 'f32', ['n', spec.width]);
  builder.output('hidden', feed(context, spec, layer, x), 'f32', ['n', spec.width]);
  return builder.build(`vision-feed-${layer}`);
}
