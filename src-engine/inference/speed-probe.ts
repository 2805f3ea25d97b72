/** A few milliseconds of matrix products on a device: enough to tell a GPU from a driver that imitates one on the CPU. No benchmark. */
import { ModelBuilder } from '../graph/model-builder.ts';
import { opsOf } from '../graph/ops.ts';
import { createSession } from '../runtime/onnx.ts';
import type { ExecutionProvider } from '../runtime/onnx.ts';

const ROWS = 256;
const WIDTH = 512;
const PRODUCTS = 4;
const RUNS = 3;

/** Fastest of three runs after a warm-up, ms. */
export async function probeSpeed(provider: ExecutionProvider, threads: number): Promise<number> {
  const session = await createSession(productChain(), { provider, threads, weightsRoot: '/' });
  const feeds = { x: { data: new Float32Array(ROWS * WIDTH).fill(0.01), dims: [ROWS, WIDTH] } };
  try {
    await session.run(feeds);
    let fastest = Number.POSITIVE_INFINITY;
    for (let run = 0; run < RUNS; run += 1) {
      const started = performance.now();
      await session.run(feeds);
      fastest = Math.min(fastest, performance.now() - started);
    }
    return fastest;
  } finally {
    await session.release();
  }
}

function productChain(): Uint8Array {
  const builder = new ModelBuilder((file) => file);
  let x = builder.input('x', 'f32', [ROWS, WIDTH]);
  for (let product = 0; product < PRODUCTS; product += 1) {
    const weight = builder.floats(new Float32Array(WIDTH * WIDTH).fill(0.001 * (product + 1)), [
      WIDTH,
      WIDTH,
    ]);
    x = opsOf(builder).timesTransposed(x, weight);
  }
  builder.output('y', x, 'f32', [ROWS, WIDTH]);
  return builder.build('speed-probe');
}
