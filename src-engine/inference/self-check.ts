/** Whether a device computes rightly: fused and plain attention, causal attention and a merge against known results. */
import { attentionCheckGraph, causalCheckGraph, mergeCheckGraph } from '../graph/self-check-graphs.ts';
import type { AttentionForm } from '../graph/layers.ts';
import { composeOwner, identityOwner } from '../merging/owner-map.ts';
import { mergeRows } from '../merging/merge-rows.ts';
import { planByThreshold } from '../merging/merge-plan.ts';
import { softMatching } from '../merging/soft-matching.ts';
import { createSession, floats, ints } from '../runtime/onnx.ts';
import type { ExecutionProvider, Feeds, HostTensor } from '../runtime/onnx.ts';
import { referenceAttention, referenceRotary } from '../runtime/reference-attention.ts';

/** 64 rows of 64-wide heads: long enough to reach the kernels that are known to fail on some drivers. */
const shape = { rows: 64, heads: 4, kvHeads: 2, headDim: 64 } as const;
const THETA = 10_000;
/** Measured on right devices: under 2e-6. Wrong kernels are off by 0.2 and more. */
const TOLERANCE = 1e-3;

export interface SelfCheck {
  /** Largest error of each form that was run, absolute; infinite where the device refused to run it. */
  readonly errors: {
    readonly fused: number;
    /** Absent where the fused form is right, and this one was not needed. */
    readonly plain?: number;
  };
  readonly merging: 'right' | 'wrong';
  /** The form to use, or undefined when nothing is right. */
  readonly attention: AttentionForm | undefined;
}

/** Throws what the runtime throws when the device cannot even be opened. */
export async function selfCheck(provider: ExecutionProvider): Promise<SelfCheck> {
  const fused = await attentionError(provider, 'fused');
  const errors = fused <= TOLERANCE ? { fused } : { fused, plain: await attentionError(provider, 'plain') };
  const merging = await mergeCheck(provider);
  const form = errors.plain === undefined ? 'fused' : errors.plain <= TOLERANCE ? 'plain' : undefined;
  return { errors, merging, attention: merging === 'right' ? form : undefined };
}

async function attentionError(provider: ExecutionProvider, form: AttentionForm): Promise<number> {
  const { rows, heads, kvHeads, headDim } = shape;
  const wide = [rows, heads * headDim];
  const query = noise(rows * heads * headDim, 1);
  const keys = noise(rows * heads * headDim, 2);
  const value = noise(rows * heads * headDim, 3);
  const size = Float32Array.from({ length: rows }, (_, row) => 1 + (row % 5));
  const both = await run(provider, attentionCheckGraph(form, shape), {
    query: { data: query, dims: wide },
    keys: { data: keys, dims: wide },
    value: { data: value, dims: wide },
    size: { data: size, dims: [rows, 1] },
  });
  const expected = referenceAttention(
    { query, key: keys, value },
    { ...shape, kvHeads: heads },
    {
      bias: Float64Array.from(size, Math.log),
      causal: false,
    },
  );

  const narrow = [rows, kvHeads * headDim];
  const key = keys.slice(0, rows * kvHeads * headDim);
  const narrowValue = value.slice(0, rows * kvHeads * headDim);
  const cacheRows = form === 'fused' ? rows : 0;
  const past: HostTensor = {
    data: new Float32Array(kvHeads * cacheRows * headDim),
    dims: [1, kvHeads, cacheRows, headDim],
  };
  const causal = await run(provider, causalCheckGraph(form, shape), {
    query: { data: query, dims: wide },
    key: { data: key, dims: narrow },
    value: { data: narrowValue, dims: narrow },
    past_keys: past,
    past_values: past,
  });
  const turned = {
    query: referenceRotary(query, headDim, THETA, heads * headDim),
    key: referenceRotary(key, headDim, THETA, kvHeads * headDim),
    value: narrowValue,
  };
  return Math.max(
    largestDifference(floats(both, 'out'), expected),
    largestDifference(floats(causal, 'out'), referenceAttention(turned, shape, { causal: true })),
  );
}

/** The graph's merge against the pure functions of `merging/`. */
async function mergeCheck(provider: ExecutionProvider): Promise<'right' | 'wrong'> {
  const rows = 33;
  const spec = { heads: 2, headDim: 8, width: 16, classToken: false };
  const threshold = 0.3;
  const keys = noise(rows * spec.width, 4);
  const hidden = noise(rows * spec.width, 5);
  const size = new Float32Array(rows).fill(1);
  const metric = Float32Array.from({ length: rows * spec.headDim }, (_, index) => {
    const row = Math.floor(index / spec.headDim) * spec.width + (index % spec.headDim);
    return ((keys[row] ?? 0) + (keys[row + spec.headDim] ?? 0)) / 2;
  });
  const plan = planByThreshold(softMatching(metric, rows, 0), rows, 0, threshold);
  const expected = mergeRows({ hidden, size }, plan);
  const owner = composeOwner(identityOwner(rows), plan, 0);
  const outputs = await run(provider, mergeCheckGraph(spec, rows, provider === 'cpu'), {
    x: { data: hidden, dims: [rows, spec.width] },
    keys: { data: keys, dims: [rows, spec.width] },
    size: { data: size, dims: [rows, 1] },
    threshold: { data: Float32Array.of(threshold), dims: [1] },
    limit: { data: Int32Array.of(rows), dims: [1] },
  });
  const got = ints(outputs, 'owner');
  const same = got.every((token, patch) => token === owner[patch]);
  const close =
    largestDifference(floats(outputs, 'merged_x'), expected.hidden) < TOLERANCE &&
    largestDifference(floats(outputs, 'merged_size'), expected.size) < TOLERANCE;
  return same && close && plan.tokens < rows ? 'right' : 'wrong';
}

async function run(
  provider: ExecutionProvider,
  model: Uint8Array,
  feeds: Feeds,
): Promise<Record<string, HostTensor>> {
  const session = await createSession(model, { provider, threads: 1, weightsRoot: '/' });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

function largestDifference(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let index = 0; index < got.length; index += 1) {
    const difference = Math.abs((got[index] ?? Number.NaN) - (expected[index] ?? Number.NaN));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}

/** Fixed numbers in -1..1. */
function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
