/** Whether a device computes products in fp16, int8 or int4, and rightly: run before a model is loaded with them. No benchmark. */
import type { Precision } from '../checkpoint/memory-needs.ts';
import { blockShape, codesShape, scalesShape } from '../checkpoint/quantised/block-format.ts';
import { quantiseRows } from '../checkpoint/quantised/quantise-rows.ts';
import { EngineError } from '../errors.ts';
import { ModelBuilder } from '../graph/model-builder.ts';
import type { Value } from '../graph/model-builder.ts';
import { opsOf } from '../graph/ops.ts';
import { blocksProduct, halfProduct } from '../graph/product.ts';
import { createSession, floats } from '../runtime/onnx.ts';
import type { ExecutionProvider } from '../runtime/onnx.ts';

/** Decode runs one row, prefill many: devices have a kernel for each. */
const rowCounts = [1, 40] as const;
const WIDTH = 96;

/** Of sums of 96 products of numbers below 1. Rounding alone is off by 0.003, 0.09 and 0.8 (measured); a wrong kernel by whole units. */
const TOLERANCE: Readonly<Record<Exclude<Precision, 'fp32'>, number>> = { fp16: 0.02, int8: 0.25, int4: 2 };

/** A clause that says why not, or undefined where the precision works. */
export async function whyNot(
  precision: Exclude<Precision, 'fp32'>,
  provider: ExecutionProvider,
): Promise<string | undefined> {
  const weight = wave(WIDTH * WIDTH, 3);
  const model = probeGraph(precision, weight);
  const session = await createSession(model, { provider, threads: 1, weightsRoot: '/' });
  try {
    for (const rows of rowCounts) {
      const x = wave(rows * WIDTH, 1);
      const outputs = await session.run({ x: { data: x, dims: [rows, WIDTH] } });
      const error = largestError(floats(outputs, 'y'), x, weight);
      if (error > TOLERANCE[precision]) return `its products are off by ${error.toPrecision(2)}`;
    }
    return undefined;
  } catch (error) {
    const detail = error instanceof EngineError ? error.detail : undefined;
    if (detail?.includes('requires f16') === true) return 'its driver lacks shader-f16';
    throw error;
  } finally {
    await session.release();
  }
}

function probeGraph(precision: Exclude<Precision, 'fp32'>, weight: Float32Array): Uint8Array {
  const builder = new ModelBuilder((file) => file);
  const x = builder.input('x', 'f32', ['rows', WIDTH]);
  builder.output('y', probeProduct(builder, precision, x, weight), 'f32', ['rows', WIDTH]);
  return builder.build('product-probe');
}

function probeProduct(
  builder: ModelBuilder,
  precision: Exclude<Precision, 'fp32'>,
  x: Value,
  weight: Float32Array,
): Value {
  const sides = [WIDTH, WIDTH] as const;
  if (precision === 'fp16') {
    const half = opsOf(builder).cast(builder.floats(weight, sides), 'f16');
    return halfProduct(builder, x, half);
  }
  const shape = blockShape(sides, precision === 'int8' ? 8 : 4);
  const codes = new Uint8Array(shape.rows * shape.blocks * shape.blockBytes);
  const scales = new Float32Array(shape.rows * shape.blocks);
  quantiseRows(weight, WIDTH, shape.bits, { codes, scales });
  return blocksProduct(
    builder,
    x,
    shape,
    builder.bytes(codes, codesShape(shape)),
    builder.floats(scales, scalesShape(shape)),
  );
}

function largestError(got: Float32Array, x: Float32Array, weight: Float32Array): number {
  let largest = got.length === x.length ? 0 : Number.POSITIVE_INFINITY;
  for (let at = 0; at < got.length; at += 1) {
    const row = Math.floor(at / WIDTH) * WIDTH;
    const column = (at % WIDTH) * WIDTH;
    let sum = 0;
    for (let k = 0; k < WIDTH; k += 1) sum += (x[row + k] ?? 0) * (weight[column + k] ?? 0);
    const error = Math.abs((got[at] ?? Number.NaN) - sum);
    if (!(error <= largest)) largest = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }
  return largest;
}

/** Fixed numbers in -1..1 without a pattern that a product could hide behind. */
function wave(length: number, step: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => Math.sin(index * step + ((index * index) % 7)));
}
