/** Keys and values of one conversation between two runs: written in place by the fused operator, or longer after every run in the plain form. */
import type { TextSpec } from '../families/spec.ts';
import { cacheNames, present } from '../graph/decoder-graph.ts';
import { buffer } from '../runtime/onnx.ts';
import type { Buffer, Feeds, HostTensor } from '../runtime/onnx.ts';

export interface KeyValueCache {
  readonly bytes: number;
  feeds(): Feeds;
  /** Where the runtime writes; what is not here comes back as outputs, which `take` is for. */
  readonly into: Readonly<Record<string, Buffer>>;
  take(outputs: Readonly<Record<string, HostTensor>>): void;
  /** The same conversation after its first `rows`, with room for `capacity` rows: in the same memory where that is large enough. */
  cutTo(rows: number, capacity: number): KeyValueCache;
}

type CacheSpec = Pick<TextSpec, 'layers' | 'kvHeads' | 'headDim'>;

const floatBytes = 4;
/** Questions about one picture differ by a few tokens: rooms in steps of so many rows serve the next one, too. */
const roomStep = 128;

const allNames = ({ layers }: CacheSpec): string[] =>
  Array.from({ length: layers }, (_, layer) => Object.values(cacheNames(layer))).flat();

/** Flat memory, nothing to collect. */
export function sharedCache(spec: CacheSpec, rows: number): KeyValueCache {
  const capacity = Math.ceil(rows / roomStep) * roomStep;
  const elements = spec.kvHeads * capacity * spec.headDim;
  const arrays = Object.fromEntries(allNames(spec).map((name) => [name, new Float32Array(elements)]));
  return inPlace(spec, capacity, arrays);
}

function inPlace(
  spec: CacheSpec,
  capacity: number,
  arrays: Readonly<Record<string, Float32Array>>,
): KeyValueCache {
  const dims = [1, spec.kvHeads, capacity, spec.headDim];
  const buffers = mapValues(arrays, (data) => buffer(data, dims));
  const into = Object.fromEntries(Object.entries(buffers).map(([name, value]) => [present(name), value]));
  return {
    bytes: bytesOf(spec, capacity),
    feeds: () => buffers,
    into,
    take: () => undefined,
    cutTo(rows, wanted) {
      if (wanted <= capacity) return this;
      const larger = Math.ceil(wanted / roomStep) * roomStep;
      return inPlace(
        spec,
        larger,
        mapValues(arrays, (data) => firstRows(spec, { data, held: capacity }, rows, larger)),
      );
    },
  };
}

/** The plain form takes what was seen so far and returns a longer copy. */
export function growingCache(spec: CacheSpec): KeyValueCache {
  return growing(
    spec,
    Object.fromEntries(allNames(spec).map((name) => [name, tensor(spec, new Float32Array(0), 0)])),
  );
}

function growing(spec: CacheSpec, first: Readonly<Record<string, HostTensor<Float32Array>>>): KeyValueCache {
  let state = first;
  const held = (): number => Object.values(state)[0]?.dims[2] ?? 0;
  return {
    get bytes() {
      return bytesOf(spec, held());
    },
    feeds: () => state,
    into: {},
    take(outputs) {
      state = mapValues(state, (old, name) => {
        const data = outputs[present(name)]?.data;
        return data instanceof Float32Array
          ? tensor(spec, data, data.length / (spec.kvHeads * spec.headDim))
          : old;
      });
    },
    cutTo: (rows) =>
      growing(
        spec,
        mapValues(state, ({ data }) =>
          tensor(spec, firstRows(spec, { data, held: held() }, rows, rows), rows),
        ),
      ),
  };
}

const tensor = (spec: CacheSpec, data: Float32Array, rows: number): HostTensor<Float32Array> => ({
  data,
  dims: [1, spec.kvHeads, rows, spec.headDim],
});

/** The first `rows` of every head, laid out for `capacity` rows a head: [kvHeads, held, d] -> [kvHeads, capacity, d]. */
function firstRows(
  { kvHeads, headDim }: CacheSpec,
  { data, held }: { readonly data: Float32Array; readonly held: number },
  rows: number,
  capacity: number,
): Float32Array {
  const copy = new Float32Array(kvHeads * capacity * headDim);
  for (let head = 0; head < kvHeads; head += 1) {
    const from = head * held * headDim;
    copy.set(data.subarray(from, from + rows * headDim), head * capacity * headDim);
  }
  return copy;
}

const bytesOf = ({ layers, kvHeads, headDim }: CacheSpec, rows: number): number =>
  2 * layers * kvHeads * headDim * rows * floatBytes;

function mapValues<T, R>(
  record: Readonly<Record<string, T>>,
  map: (value: T, name: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
