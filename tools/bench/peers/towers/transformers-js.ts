/**
 * transformers.js on the graph that PyTorch exports, in this process of Node.
 *
 *     node --import tsx transformers-js.ts EXPORTED REFERENCE THREADS PACKAGES      PACKAGES: the folder that has node_modules
 */
import path from 'node:path';
import { z } from 'zod';
import { packageOf, serve } from '../served.ts';
import { readReference, relativeError } from './reference.ts';

interface Output {
  readonly last_hidden_state: { readonly data: Float32Array };
}
type Model = (inputs: { readonly pixel_values: object }) => Promise<Output>;
const schema = z.object({
  AutoModel: z.custom<{ from_pretrained: (name: string, options: object) => Promise<Model> }>(),
  Tensor: z.custom<new (type: string, data: Float32Array, shape: readonly number[]) => object>(),
  env: z.custom<{ allowRemoteModels: boolean; localModelPath: string; readonly version: string }>(),
});

const [exported = '', reference = '', threads = '', packages = ''] = process.argv.slice(2);
const { AutoModel, Tensor, env } = schema.parse(await packageOf(packages, '@huggingface/transformers'));
env.allowRemoteModels = false;
env.localModelPath = path.dirname(exported);
const model = await AutoModel.from_pretrained(path.basename(exported), {
  dtype: 'fp32',
  device: 'cpu',
  use_external_data_format: true,
  session_options: { intraOpNumThreads: Number(threads) },
});
const wanted = await readReference(reference);
const pixels = new Tensor('float32', wanted.pixels, [1, 3, wanted.side, wanted.side]);

async function plain(): Promise<number> {
  const started = performance.now();
  await model({ pixel_values: pixels });
  return performance.now() - started;
}

const { data } = (await model({ pixel_values: pixels })).last_hidden_state;
await serve(`transformers.js ${env.version}`, new Map([['plain', plain]]), {
  plain: relativeError(data, wanted),
});
