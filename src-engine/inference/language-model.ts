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
}

/** One conversation turn: a KV cache with room for the prompt and the answer. */
export interface Generation {
  /** Logits [V] after the prompt. */
  prefill(input: PrefillInput): Promise<Float32Array>;
  /** Logits [V] after one more token. */
  step(tokenId: number): Promise<Float32Array>;
}

export interface LanguageModel {
  /** @param capacity full positions, prompt and answer together. Throws `too-long` past the model's context. */
  start(capacity: number): Generation;
  release(): Promise<void>;
}

/** Room for rotary positions; more would cost memory that no prompt within the caps can use. */
const MOST_POSITIONS = 32_768;

export async function openLanguageModel(factory: SessionFactory, spec: TextSpec): Promise<LanguageModel> {
  const positions = Math.min(spec.maxPositions, MOST_POSITIONS);
  const session = await factory.open((context) => decoderGraph(context, spec, positions));
  const shared = decoderAttentionForm(factory.device.attention, spec) === 'fused';
  const begin = (capacity: number): Generation =>
    startGeneration(session, spec, shared ? sharedCache(spec, capacity) : growingCache(spec));
  // A session's first run allocates its memory; paid here, it spoils no measurement.
  await begin(1).step(0);
  return {
    start(capacity) {
      if (capacity > positions) {
        throw new EngineError(
          'too-long',
          `Prompt and answer need ${String(capacity)} positions, but this model has ${String(positions)}`,
          { remedy: 'ask something shorter or allow fewer new tokens' },
        );
      }
      return begin(capacity);
    },
    release: () => session.release(),
  };
}

function startGeneration(session: Session, spec: TextSpec, cache: Cache): Generation {
  const spareRow = { data: new Float32Array(spec.width), dims: [1, spec.width] };
  let total = 0;

  const run = async (feeds: Record<string, HostTensor>, added: number): Promise<Float32Array> => {
    total += added;
    const outputs = await session.run(
      {
        ...feeds,
        ...cache.feeds(),
        last_position: { data: Int32Array.of(total - 1), dims: [1] },
        total_positions: { data: Int32Array.of(total), dims: [] },
      },
      cache.into,
    );
    cache.take(outputs);
    return floats(outputs, 'logits');
  };

  return {
    prefill({ tokenIds, imageRows, order, u, inverseCount }) {
      const rows =
        imageRows.length === 0
          ? spareRow
          : { data: imageRows, dims: [imageRows.length / spec.width, spec.width] };
      const feeds = {
        token_ids: int64(tokenIds),
        image_rows: rows,
        order: int64(order),
        u: int64(u),
        inverse_count: { data: inverseCount, dims: [inverseCount.length, 1] },
      };
      return run(feeds, u.length);
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
      return run(feeds, 1);
    },
  };
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
