/** The vision encoder one half-layer at a time, on ONNX Runtime: what threshold finding walks through. Never used for answers. */
import type { LayerwiseEncoder } from '../calibration/layerwise-encoder.ts';
import type { VisionSpec } from '../families/spec.ts';
import { attentionGraph, embeddingGraph, feedGraph } from '../graph/layerwise-graphs.ts';
import { floats, ints } from '../runtime/onnx.ts';
import type { Session } from '../runtime/onnx.ts';
import { createPace, type Pace } from './pace.ts';
import type { SessionFactory } from './session-factory.ts';

export interface LayerwiseTower extends LayerwiseEncoder {
  release(): Promise<void>;
}

/**
 * Runs the executed layers only: a threshold never depends on later layers, and those beyond the feature layer are not used
 * (the reference runs all L and drops the rest).
 */
export async function openLayerwiseTower(
  factory: SessionFactory,
  spec: VisionSpec,
  pace: Pace = createPace(undefined),
): Promise<LayerwiseTower> {
  const embedding = await factory.open((context) => embeddingGraph(context, spec));
  const attention: Session[] = [];
  const mlp: Session[] = [];
  for (let layer = 0; layer < spec.executedLayers; layer += 1) {
    attention.push(await factory.open((context) => attentionGraph(context, spec, layer)));
    mlp.push(await factory.open((context) => feedGraph(context, spec, layer)));
    await pace.next();
  }
  const rowsOf = (hidden: Float32Array): number[] => [hidden.length / spec.width, spec.width];

  return {
    layers: spec.executedLayers,
    prefix: spec.classToken ? 1 : 0,
    async begin(pixels) {
      await pace.next();
      const dims = [1, 3, spec.imageSize, spec.imageSize];
      const hidden = floats(await embedding.run({ pixel_values: { data: pixels, dims } }), 'hidden');
      return { hidden, size: new Float32Array(hidden.length / spec.width).fill(1) };
    },
    async attend(layer, { hidden, size }) {
      await pace.next();
      const outputs = await at(attention, layer).run({
        x: { data: hidden, dims: rowsOf(hidden) },
        size: { data: size, dims: [size.length, 1] },
      });
      return {
        rows: { hidden: floats(outputs, 'hidden'), size },
        matching: { best: floats(outputs, 'best'), partner: ints(outputs, 'partner') },
      };
    },
    async feed(layer, { hidden, size }) {
      const outputs = await at(mlp, layer).run({ x: { data: hidden, dims: rowsOf(hidden) } });
      return { hidden: floats(outputs, 'hidden'), size };
    },
    async release() {
      for (const session of [embedding, ...attention, ...mlp]) await session.release();
    },
  };
}

function at(sessions: readonly Session[], layer: number): Session {
  const session = sessions[layer];
  if (session === undefined) throw new RangeError(`There is no layer ${String(layer)}.`);
  return session;
}
