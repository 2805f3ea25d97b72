/** Sessions for one checkpoint on one device: graph in, running session out. It decides nothing about merging or text. */
import type { EncoderCheckpoint } from '../checkpoint/checkpoint.ts';
import { ModelBuilder } from '../graph/model-builder.ts';
import type { AttentionForm, GraphContext } from '../graph/layers.ts';
import { nativeError } from '../runtime/native-error.ts';
import { createSession } from '../runtime/onnx.ts';
import type { ExecutionProvider, Session } from '../runtime/onnx.ts';
import { relativeWeightPath, weightsRoot } from '../runtime/weights-root.ts';

export interface Device {
  readonly name: string;
  readonly provider: ExecutionProvider;
  readonly attention: AttentionForm;
  readonly threads: number;
}

export interface SessionFactory {
  readonly device: Device;
  /** Builds a graph and loads it. Throws `device-lost`, `out-of-memory` or `native-failure`, naming the folder, when the runtime refuses. */
  open(build: (context: GraphContext) => Uint8Array): Promise<Session>;
}

/** @param productForm fp32 for every weight unless said otherwise */
export function sessionFactory(
  { weights, directory }: Pick<EncoderCheckpoint, 'weights' | 'directory'>,
  device: Device,
  productForm: GraphContext['productForm'] = () => ({ kind: 'dense' }),
): SessionFactory {
  const root = weightsRoot(weights.names().map((name) => weights.get(name).file));
  return {
    device,
    async open(build) {
      const builder = new ModelBuilder((file) => relativeWeightPath(root, file));
      const model = build({
        builder,
        weights,
        attention: device.attention,
        onProcessor: device.provider === 'cpu',
        gathersHalf: device.provider === 'cpu',
        joinsProducts: device.provider === 'cpu',
        productForm,
      });
      try {
        return await createSession(model, {
          provider: device.provider,
          threads: device.threads,
          weightsRoot: root,
        });
      } catch (error) {
        throw nativeError(error, `the weights in ${directory} were loaded`, device.provider);
      }
    },
  };
}
