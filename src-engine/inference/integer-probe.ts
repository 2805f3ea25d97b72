/** Whether a device multiplies 8-bit integers exactly: asked before a model's products are written with them. No benchmark. */
import { columnCodesShape, columnScalesShape, largestCode } from '../checkpoint/quantised/column-format.ts';
import { ModelBuilder } from '../graph/model-builder.ts';
import { columnsProduct } from '../graph/product.ts';
import { createSession, floats } from '../runtime/onnx.ts';
import type { ExecutionProvider } from '../runtime/onnx.ts';
import { once } from './once.ts';

const OUTPUTS = 32;
const WIDTH = 64;
/** Decode runs one row, prefill many: processors have a kernel for each. */
const rowCounts = [1, 40] as const;

/**
 * The largest codes everywhere are the hardest case: x86 processors without VNNI add pairs of products in 16 bits, where 2 x 255 x 127 is cut
 * off at 32,767 (docs/decisions/0019).
 * @returns a clause that says why not, or undefined where products are exact
 */
export async function whyNotIntegers(provider: ExecutionProvider): Promise<string | undefined> {
  if (provider !== 'cpu')
    return 'only the processor has dot products of 8-bit integers that the runtime uses';
  return onProcessor.get();
}

/** A process meets one processor. */
const onProcessor = once(async () => {
  const session = await createSession(probeGraph(), { provider: 'cpu', threads: 1, weightsRoot: '/' });
  try {
    for (const rows of rowCounts) {
      const x = new Float32Array(rows * WIDTH).fill(1);
      const got = floats(await session.run({ x: { data: x, dims: [rows, WIDTH] } }), 'y');
      const exact = got.length === rows * OUTPUTS && got.every((value) => Math.abs(value - WIDTH) < 0.01);
      if (!exact) {
        const clause = 'its products of 8-bit integers are cut off, because it lacks VNNI or the like';
        return `${clause} (${WIDTH} becomes ${(got[0] ?? Number.NaN).toPrecision(3)})`;
      }
    }
    return undefined;
  } finally {
    await session.release();
  }
});

/** Rows of ones times a matrix of ones. */
function probeGraph(): Uint8Array {
  const shape = { rows: OUTPUTS, columns: WIDTH };
  const builder = new ModelBuilder((file) => file);
  const x = builder.input('x', 'f32', ['rows', WIDTH]);
  const codes = builder.bytes(new Int8Array(OUTPUTS * WIDTH).fill(largestCode), columnCodesShape(shape));
  const scales = builder.floats(new Float32Array(OUTPUTS).fill(1 / largestCode), columnScalesShape(shape));
  builder.output('y', columnsProduct(builder, x, codes, scales), 'f32', ['rows', OUTPUTS]);
  return builder.build('integer-probe');
}
