/**
 * transformers.js on the graph that PyTorch exports, in this process of Node.
 *
 *     node --import tsx transformers-js.ts EXPORTED THREADS PACKAGES      PACKAGES: the folder that has node_modules
 */
import path from 'node:path';
import { z } from 'zod';
import { packageOf, serve } from '../served.ts';

type Model = (inputs: { readonly pixel_values: object }) => Promise<unknown>;
const schema = z.object({
  AutoModel: z.custom<{ from_pretrained: (name: string, options: object) => Promise<Model> }>(),
  Tensor: z.custom<new (type: string, data: Float32Array, shape: readonly number[]) => object>(),
  env: z.custom<{ allowRemoteModels: boolean; localModelPath: string; readonly version: string }>(),
});

const [exported = '', threads = '', packages = ''] = process.argv.slice(2);
const { AutoModel, Tensor, env } = schema.parse(await packageOf(packages, '@huggingface/transformers'));
env.allowRemoteModels = false;
env.localModelPath = path.dirname(exported);
const model = await AutoModel.from_pretrained(path.basename(exported), {
  dtype: 'fp32',
  device: 'cpu',
  use_external_data_format: true,
  session_options: { intraOpNumThreads: Number(threads) },
});
const side = 336; // what the picture shows changes no time
const values = Float32Array.from({ length: 3 * side * side }, (_, index) => Math.sin(index));
const pixels = new Tensor('float32', values, [1, 3, side, side]);

async function plain(): Promise<number> {
  const started = performance.now();
  await model({ pixel_values: pixels });
  return performance.now() - started;
}

await plain();
await serve(`transformers.js ${env.version}`, new Map([['plain', plain]]));
