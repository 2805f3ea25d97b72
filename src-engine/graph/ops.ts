/**
 * ONNX operators by plain names, so that a fragment reads like the formula it computes: `op.add(a, b)` writes one node.
 *
 * A shape, axis or bound may be a number known now or a `Value` (an int64 vector) known when the graph runs.
 */
import { elementType } from './model-builder.ts';
import type { ElementType, ModelBuilder, Value } from './model-builder.ts';

/** Past every end: a slice up to here takes all that is left. */
const theEnd = Number.MAX_SAFE_INTEGER;

export interface Range {
  readonly from?: number | Value; // the first entry; negative counts from the end
  readonly to?: number | Value; // the first entry left out
  readonly axis?: number;
  readonly step?: number;
}

export type Ops = ReturnType<typeof opsOf>;

/** The vocabulary of a graph; free of charge, so every fragment makes its own. */
export function opsOf(builder: ModelBuilder) {
  const ints = (given: number | readonly number[] | Value): Value => {
    if (typeof given === 'string') return given;
    return builder.vector('i64', typeof given === 'number' ? [given] : given);
  };
  const unary = (type: 'Abs' | 'Log' | 'Neg' | 'Not' | 'Sigmoid' | 'Tanh') => (x: Value) =>
    builder.op(type, [x]);
  const binary =
    (type: 'Add' | 'Sub' | 'Mul' | 'Div' | 'Min' | 'Equal' | 'Greater' | 'Less' | 'MatMul' | 'Or') =>
    (a: Value, b: Value) =>
      builder.op(type, [a, b]);
  const reduce =
    (type: 'ReduceMax' | 'ReduceMean' | 'ReduceSum', keepdims: 0 | 1) => (x: Value, axis: number) =>
      builder.op(type, [x, ints(axis)], { keepdims });

  return {
    /** An int64 constant: lengths and positions are int64 in ONNX. */
    ints,

    // Arithmetic and comparison, entry by entry, with numpy's broadcasting.
    add: binary('Add'),
    sub: binary('Sub'),
    mul: binary('Mul'),
    div: binary('Div'), // int64 and int32 round towards 0
    /** Entry by entry, in the order given. */
    total: (terms: readonly Value[]) => builder.op('Sum', terms),
    number: (value: number) => builder.scalar('f32', value),
    min: (...of: readonly Value[]) => builder.op('Min', of),
    larger: (a: Value, b: Value) => builder.op('Max', [a, b]),
    equal: binary('Equal'),
    greater: binary('Greater'),
    less: binary('Less'),
    abs: unary('Abs'),
    not: unary('Not'),
    or: binary('Or'),
    neg: unary('Neg'),
    log: unary('Log'),
    sigmoid: unary('Sigmoid'),
    tanh: unary('Tanh'),
    where: (condition: Value, yes: Value, no: Value) => builder.op('Where', [condition, yes, no]),
    cast: (x: Value, to: ElementType) => builder.op('Cast', [x], { to: elementType[to] }),

    // Products and what runs along one axis.
    matmul: binary('MatMul'),
    /** a bᵀ, plus `shift` where given. */
    timesTransposed: (a: Value, b: Value, shift?: Value) =>
      builder.op('Gemm', shift === undefined ? [a, b] : [a, b, shift], { transB: 1 }),
    /** a bᵀ of every head times `scale`, from a and b [n, heads, d] as they lie: [heads, n, n]. A processor's operator. */
    headProducts: (a: Value, b: Value, scale: number) =>
      builder.op('ms.FusedMatMul', [a, b], {
        transBatchA: 1,
        transBatchB: 1,
        transB: 1,
        alpha: { float: scale },
      }),
    /** a [heads, n, n] times b [n, heads, d] as it lies: [heads, n, d]. A processor's operator. */
    timesHeads: (a: Value, b: Value) => builder.op('ms.FusedMatMul', [a, b], { transBatchB: 1 }),
    softmax: (x: Value) => builder.op('Softmax', [x], { axis: -1 }),
    /** Rows of length 1 in the Euclidean norm. */
    normalised: (x: Value) => builder.op('LpNormalization', [x], { axis: -1, p: 2 }),
    max: reduce('ReduceMax', 0), // the axis is gone from the result
    mean: reduce('ReduceMean', 0),
    highest: reduce('ReduceMax', 1), // the axis stays with length 1
    sum: reduce('ReduceSum', 1), // the axis stays with length 1
    /** The largest entry along `axis` and its place (int64), the first of equals; the axis stays with length 1. */
    largest: (x: Value, axis: number) =>
      builder.ops('TopK', [x, ints(1)], 2, { axis, largest: 1, sorted: 1 }) as [Value, Value],
    /** All entries of [n, 1], as a vector of one. */
    sumOfAll: (x: Value) => builder.op('ReduceSum', [x, ints(0)], { keepdims: 0 }),
    argMax: (x: Value, axis: number) => builder.op('ArgMax', [x], { axis, keepdims: 0 }), // int64, the first of equals
    /** Sums of all entries up to each one, along the first axis. */
    runningSum: (x: Value) => builder.op('CumSum', [x, builder.scalar('i64', 0)]),
    /** int64: the rows of `x` [n] from the largest entry to the smallest; equal ones in their order. */
    descending: (x: Value, length: Value) => {
      const [, order] = builder.ops('TopK', [x, length], 2, { axis: 0, largest: 1, sorted: 1 });
      return order as Value;
    },

    // Shape.
    /** The length along `axis` as an int64 vector of one, computed on the host. */
    length: (x: Value, axis = 0) => builder.op('Shape', [x], { start: axis, end: axis + 1 }),
    /** -1 stands for what is left, 0 for the length that was there. */
    reshape: (x: Value, shape: readonly number[] | Value) => builder.op('Reshape', [x, ints(shape)]),
    transpose: (x: Value, perm: readonly number[]) => builder.op('Transpose', [x], { perm }),
    unsqueeze: (x: Value, axis: number) => builder.op('Unsqueeze', [x, ints(axis)]),
    squeeze: (x: Value, axis: number) => builder.op('Squeeze', [x, ints(axis)]),
    expand: (x: Value, shape: Value) => builder.op('Expand', [x, shape]),
    concat: (parts: readonly Value[], axis = 0) => builder.op('Concat', parts, { axis }),
    /** A shape put together from lengths known now and lengths known when the graph runs. */
    shape: (...lengths: readonly (number | Value)[]) => builder.op('Concat', lengths.map(ints), { axis: 0 }),

    // Parts and places.
    slice: (x: Value, { from = 0, to = theEnd, axis = 0, step }: Range) => {
      const bounds = [ints(from), ints(to), ints(axis)];
      return builder.op('Slice', [x, ...bounds, ...(step === undefined ? [] : [ints(step)])]);
    },
    /** So many equal parts along the last axis. */
    parts: (x: Value, count: number) => builder.ops('Split', [x], count, { axis: -1, num_outputs: count }),
    /** Two equal parts along the last axis. */
    halves: (x: Value) =>
      builder.ops('Split', [x], 2, { axis: -1, num_outputs: 2 }) as [first: Value, second: Value],
    /** Rows of `table` in the order of `rows`. */
    gather: (table: Value, rows: Value) => builder.op('Gather', [table, rows]),
    /** `base` with `values[i]` in row `rows[i]`; rows int64 [m, 1]. */
    scatter: (base: Value, rows: Value, values: Value) => builder.op('ScatterND', [base, rows, values]),
    /** `base` with every `values[i]` added to row `rows[i]`; rows int64 [m, 1], or both with the same leading axes. `summedRows` says when that is safe. */
    scatterAdd: (base: Value, rows: Value, values: Value) =>
      builder.op('ScatterND', [base, rows, values], { reduction: 'add' }),
    /** `base` [n], where every `values[i]` raises entry `places[i]` to itself if it is larger. */
    scatterMax: (base: Value, places: Value, values: Value) =>
      builder.op('ScatterElements', [base, places, values], { axis: 0, reduction: 'max' }),
    /** Zeros before and after along the first axis of a matrix. */
    padRows: (x: Value, before: number, after: number) =>
      builder.op('Pad', [x, ints([before, 0, after, 0]), builder.scalar('f32', 0)]),
  };
}
