/** The projector as a graph: encoder features, of a token or of a square of patches joined, to rows of the language model. */
import type { ModelSpec } from '../families/spec.ts';
import { activate, linear } from './layers.ts';
import type { GraphContext } from './layers.ts';

/** Inputs: features f32 [n, numbers of a cell]. Outputs: projected f32 [n, D_text]. */
export function projectorGraph(context: GraphContext, spec: ModelSpec): Uint8Array {
  const { builder } = context;
  const { projector } = spec;
  const joined = projector.layers === 1 ? (projector.square ?? 1) ** 2 : 1;
  const features = builder.input('features', 'f32', ['n', joined * spec.vision.width]);
  const first = linear(context, features, 'projector.linear1');
  const projected =
    projector.layers === 1
      ? first
      : linear(context, activate(builder, first, projector.activation), 'projector.linear2');
  builder.output('projected', projected, 'f32', ['n', spec.text.width]);
  return builder.build('projector');
}
