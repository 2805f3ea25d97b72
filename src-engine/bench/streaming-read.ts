/** How fast this processor reads memory with all its threads: what decoding, which reads every weight for every token, cannot exceed. */
import { ModelBuilder } from '../graph/model-builder.ts';
import { opsOf } from '../graph/ops.ts';
import { createSession } from '../runtime/onnx.ts';

/** A product with a vector reads every number once and computes next to nothing. */
const columns = 4096;
/** Far more than caches hold. */
const arrayBytes = 512 * 2 ** 20;
const rows = arrayBytes / 4 / columns;

export interface StreamingRead {
  /** Reads the array a few times. @returns bytes/s of the fastest */
  measure(): Promise<number>;
  release(): Promise<void>;
}

/** Takes 512 MB until it is released. */
export async function openStreamingRead(threads: number): Promise<StreamingRead> {
  const builder = new ModelBuilder((file) => file);
  const array = builder.input('array', 'f32', [rows, columns]);
  const vector = builder.input('vector', 'f32', [columns, 1]);
  builder.output('product', opsOf(builder).matmul(array, vector), 'f32', [rows, 1]);
  const model = builder.build('streaming-read');
  const session = await createSession(model, { provider: 'cpu', threads, weightsRoot: '/' });
  const feeds = {
    array: { data: new Float32Array(rows * columns).fill(1), dims: [rows, columns] },
    vector: { data: new Float32Array(columns).fill(1), dims: [columns, 1] },
  };
  return {
    async measure() {
      let best = Infinity;
      for (let run = 0; run < 3; run += 1) {
        const started = performance.now();
        await session.run(feeds);
        best = Math.min(best, performance.now() - started);
      }
      return (arrayBytes * 1000) / best;
    },
    release: () => session.release(),
  };
}
