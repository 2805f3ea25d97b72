/** The projector as a graph: encoder features, of a token or of a square of patches joined, to rows of the language model. */
import type { ModelSpec } from '../families/spec.ts';
import { activate, layerNorm, linear, rmsNorm } from './layers.ts';
import type { GraphContext } from './layers.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import { featureWidth, imageRowWidth } from './widths.ts';

/** PyTorch's usual one: no config names it. */
const NORM_EPSILON = 1e-5;

type Spec = Pick<ModelSpec, 'vision' | 'text' | 'projector'>;

/** Inputs: features f32 [n, numbers of a cell]. Outputs: projected f32 [n, numbers of a row]. */
export function projectorGraph(context: GraphContext, spec: Spec): Uint8Array {
  const { builder } = context;
  const { vision, projector, text } = spec;
  const joined = (projector.square ?? 1) ** 2;
  const features = builder.input('features', 'f32', ['n', joined * featureWidth(vision)]);
  const [own, ...further] = ofLayers(context, spec, features, joined) as [Value, ...Value[]];
  const normed = normedFeatures(context, spec, own);
  const rows = further.map((layer, index) => {
    const name = `projector.deep.${index}`;
    return layersOf(context, spec, layerNorm(context, layer, `${name}.norm`, vision.normEpsilon), name);
  });
  const projected = layersOf(context, spec, normed, 'projector');
  const all = rows.length === 0 ? projected : opsOf(builder).concat([projected, ...rows], -1);
  builder.output('projected', all, 'f32', ['n', imageRowWidth(text)]);
  return builder.build('projector');
}

function layersOf(context: GraphContext, { projector }: Spec, x: Value, name: string): Value {
  const first =
    projector.inputsFirst === true
      ? opsOf(context.builder).matmul(
          x,
          context.builder.weight(context.weights.get(`${name}.linear1.weight`)),
        )
      : linear(context, x, `${name}.linear1`);
  return projector.layers === 1
    ? first
    : linear(context, activate(context.builder, first, projector.activation), `${name}.linear2`);
}

/** The joined features of every layer that is handed on: each token brings them side by side. */
function ofLayers({ builder }: GraphContext, { vision }: Spec, features: Value, joined: number): Value[] {
  const layers = 1 + (vision.deepStack?.length ?? 0);
  if (layers === 1) return [features];
  const op = opsOf(builder);
  const apart = op.transpose(op.reshape(features, [-1, joined, layers, vision.width]), [2, 0, 1, 3]);
  return Array.from({ length: layers }, (_, layer) =>
    op.reshape(op.slice(apart, { from: layer, to: layer + 1 }), [-1, joined * vision.width]),
  );
}

/** What is projected: the square's features side by side or their mean [n, D], and what norm they pass. */
function normedFeatures(context: GraphContext, { projector, vision }: Spec, features: Value): Value {
  const op = opsOf(context.builder);
  const taken =
    projector.mean === true
      ? op.mean(op.reshape(features, [-1, (projector.square ?? 1) ** 2, vision.width]), 1)
      : features;
  if (projector.norm === true) return layerNorm(context, taken, 'projector.norm', NORM_EPSILON);
  if (projector.rmsNorm === undefined) return taken;
  const { epsilon } = projector.rmsNorm;
  return rmsNorm(context, taken, 'projector.norm', { normEpsilon: epsilon, normOffset: 1 });
}
