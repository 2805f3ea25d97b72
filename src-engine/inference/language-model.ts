/** The decoder at work: one session for prefill and decode, a shared KV cache, logits out. It knows no text and picks no token. */
import { EngineError } from '../errors.ts';
import type { TextSpec } from '../families/spec.ts';
import { decoderAttentionForm } from '../graph/decoder-attention.ts';
import { cacheNames, decoderGraph, present } from '../graph/decoder-graph.ts';
import { buffer, floats } from '../runtime/onnx.ts';
import type { Buffer, Feeds, HostTensor, Session } from '../runtime/onnx.ts';
import type { SessionFactory } from './session-factory.ts';

/** The prompt's unique rows and where they stand (paper section 3.2). */
export interface PrefillInput {
  readonly tokenIds: readonly number[]; // [t] the text rows
  readonly imageRows: Float32Array; // [m, D] merged image rows and newlines
  readonly order: ArrayLike<number>; // [n] source of every unique row: text 0..t-1, then image rows
  readonly u: Int32Array; // [N]
  readonly inverseCount: Float32Array; // [n]
  /** Absent where rows stand one after the other, from 0 on. */
  readonly places?: Places;
}

/** Rows that keep the places of a longer prompt, with gaps between them. */
export interface Places {
  readonly positions: Int32Array; // [N], ascending
  readonly next: number; // of the first generated token
}

/** One conversation turn: a KV cache with room for the prompt and the answer. */
export interface Generation {
  /** Logits [V] after the prompt. */
  prefill(input: PrefillInput): Promise<Float32Array>;
  /** Logits [V] after one more token. */
  step(tokenId: number): Promise<Float32Array>;
}

export interface LanguageModel {
  /**
   * @param positions full positions, prompt and answer together. Throws `too-long` past the model's context.
   * @param rows of the cache: the same, unless rows keep places with gaps between them
   */
  start(positions: number, rows?: number): Generation;
  release(): Promise<void>;
}

/** Room for rotary positions; more would cost memory that no prompt within the caps can use. */
const MOST_POSITIONS = 32_768;

export async function openLanguageModel(factory: SessionFactory, spec: TextSpec): Promise<LanguageModel> {
  const positions = Math.min(spec.maxPositions, MOST_POSITIONS);
  const session = await factory.open((context) => decoderGraph(context, spec, positions));
  const shared = decoderAttentionForm(factory.device.attention, spec) === 'fused';
  const begin = (rows: number): Generation =>
    startGeneration(session, spec, shared ? sharedCache(spec, rows) : growingCache(spec), rows);
  // A session's first run allocates its memory; paid here, it spoils no measurement.
  await begin(1).step(0);
  return {
    start(needed, rows = needed) {
      if (needed > positions) {
        throw new EngineError(
          'too-long',
          `Prompt and answer need ${needed} positions, but this model has ${positions}`,
          { remedy: 'ask something shorter or allow fewer new tokens' },
        );
      }
      return begin(rows);
    },
    release: () => session.release(),
  };
}

function startGeneration(session: Session, spec: TextSpec, cache: Cache, rows: number): Generation {
  const spareRow = { data: new Float32Array(spec.width), dims: [1, spec.width] };
  const positions = new Int32Array(rows);
  let nextPosition = 0;
  let total = 0;

  const run = async (feeds: Record<string, HostTensor>, added: ArrayLike<number>): Promise<Float32Array> => {
    positions.set(added, total);
    total += added.length;
    const outputs = await session.run(
      {
        ...feeds,
        ...cache.feeds(),
        positions: { data: positions.subarray(0, total), dims: [total] },
        last_position: { data: Int32Array.of(total - 1), dims: [1] },
        total_positions: { data: Int32Array.of(total), dims: [] },
      },
      cache.into,
    );
    cache.take(outputs);
    return floats(outputs, 'logits');
  };

  return {
    prefill({ tokenIds, imageRows, order, u, inverseCount, places = inARow(u.length) }) {
      const image =
        imageRows.length === 0
          ? spareRow
          : { data: imageRows, dims: [imageRows.length / spec.width, spec.width] };
      const feeds = {
        token_ids: int64(tokenIds),
        image_rows: image,
        order: int64(order),
        u: int64(u),
        inverse_count: { data: inverseCount, dims: [inverseCount.length, 1] },
      };
      nextPosition = places.next;
      return run(feeds, places.positions);
    },
    step(tokenId) {
      const first = int64([0]);
      const feeds = {
        token_ids: int64([tokenId]),
        image_rows: spareRow,
        order: first,
        u: first,
        inverse_count: { data: Float32Array.of(1), dims: [1, 1] },
      };
      nextPosition += 1;
      return run(feeds, [nextPosition - 1]);
    },
  };
}

function inARow(length: number): Places {
  return { positions: Int32Array.from({ length }, (_, position) => position), next: length };
}

/** Where keys and values live between runs. */
interface Cache {
  feeds(): Feeds;
  readonly into: Readonly<Record<string, Buffer>>;
  take(outputs: Record<string, HostTensor>): void;
}

const allNames = (spec: TextSpec): string[] =>
  Array.from({ length: spec.layers }, (_, layer) => Object.values(cacheNames(layer))).flat();

/** The fused operator writes new positions in place: flat memory, nothing to collect. */
function sharedCache(spec: TextSpec, capacity: number): Cache {
  const dims = [1, spec.kvHeads, capacity, spec.headDim];
  const elements = spec.kvHeads * capacity * spec.headDim;
  const buffers: Record<string, Buffer> = {};
  for (const name of allNames(spec)) buffers[name] = buffer(new Float32Array(elements), dims);
  const into = Object.fromEntries(Object.entries(buffers).map(([name, value]) => [present(name), value]));
  return { feeds: () => buffers, into, take: () => undefined };
}

/** The plain form returns a longer cache at each run. */
function growingCache(spec: TextSpec): Cache {
  let state: Record<string, HostTensor> = {};
  for (const name of allNames(spec)) {
    state[name] = { data: new Float32Array(0), dims: [1, spec.kvHeads, 0, spec.headDim] };
  }
  return {
    feeds: () => state,
    into: {},
    take(outputs) {
      const next: Record<string, HostTensor> = {};
      for (const name of allNames(spec)) {
        const value = outputs[present(name)];
        if (value !== undefined) next[name] = value;
      }
      state = next;
    },
  };
}

function int64(values: ArrayLike<number>): HostTensor {
  return { data: BigInt64Array.from(Array.from(values, BigInt)), dims: [values.length] };
}
