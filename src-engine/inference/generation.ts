/** One conversation with the decoder: its prompt in one run, then a run for every further token, over one KV cache. */
import type { TextSpec } from '../families/spec.ts';
import { int64, int64Values } from '../runtime/int64.ts';
import { buffer } from '../runtime/onnx.ts';
import type { Buffer, Feeds, HostTensor, Session } from '../runtime/onnx.ts';
import type { TakenPrompt } from './kept-prompts.ts';
import type { KeyValueCache } from './kv-cache.ts';
import type { Generation, Places, PrefillInput } from './language-model.ts';
import { behindPrefix } from './prompt-prefix.ts';
import type { Angles } from './rotary-angles.ts';

/** Where the conversation's cache comes from and where it goes. */
export interface CacheKeeper {
  /** @param prompt undefined where there is none: the conversation begins with a step */
  open(prompt: PrefillInput | undefined): TakenPrompt;
  /** The angles of all rows that the cache can come to. */
  angles(places: Places | undefined): Angles;
  close(prompt: PrefillInput, cache: KeyValueCache, readMs: number): void;
}

export function startGeneration(
  session: Session,
  { width, vocabulary }: Pick<TextSpec, 'width' | 'vocabulary'>,
  keeper: CacheKeeper,
): Generation {
  const spareRow = buffer(new Float32Array(width), [1, width]);
  const lastRow = Int32Array.of(0);
  const rows = Int32Array.of(0);
  const state = { last_position: buffer(lastRow, [1]), total_positions: buffer(rows, []) };
  const one = stepFeeds(spareRow);
  // The runtime would copy its own output into new memory at every step.
  const logits = new Float32Array(vocabulary);
  const logitsBuffer = buffer(logits, [1, vocabulary]);
  let cache: KeyValueCache | undefined;
  let read: PrefillInput | undefined; // a prompt whose rows are all in the cache
  let reusedRows = 0;
  let sparedMs = 0;
  let readMs = 0;
  let angles: Angles | undefined;

  const run = async (into: KeyValueCache, feeds: Feeds, added: number): Promise<Float32Array> => {
    rows[0] = (rows[0] ?? 0) + added;
    lastRow[0] = rows[0] - 1;
    angles ??= keeper.angles(undefined);
    const outputs = await session.run(
      { ...feeds, ...into.feeds(), ...state, ...angles },
      { ...into.into, logits: logitsBuffer },
    );
    into.take(outputs);
    return logits;
  };

  return {
    get reusedRows() {
      return reusedRows;
    },
    get sparedMs() {
      return sparedMs;
    },
    async prefill(input) {
      const started = performance.now();
      const taken = keeper.open(input);
      ({ cache } = taken);
      reusedRows = taken.rows;
      sparedMs = taken.readMs;
      rows[0] = reusedRows;
      const rest = behindPrefix(input, reusedRows);
      const { tokenIds, imageRows, order, u, inverseCount } = rest;
      angles = keeper.angles(input.places);
      await run(
        cache,
        {
          token_ids: vector(tokenIds),
          image_rows:
            imageRows.length === 0 ? spareRow : { data: imageRows, dims: [imageRows.length / width, width] },
          order: vector(order),
          u: vector(u),
          inverse_count: { data: inverseCount, dims: [inverseCount.length, 1] },
        },
        u.length,
      );
      read = input;
      readMs = sparedMs + performance.now() - started;
      return logits;
    },
    step(tokenId) {
      cache ??= keeper.open(undefined).cache;
      one.put(tokenId);
      return run(cache, one.feeds, 1);
    },
    end() {
      if (read !== undefined && cache !== undefined) keeper.close(read, cache, readMs);
      read = undefined;
      cache = undefined;
    },
  };
}

const vector = (values: ArrayLike<number>): HostTensor => ({ data: int64(values), dims: [values.length] });

/** What a single text row is given: the same memory at every step. */
function stepFeeds(spareRow: Buffer) {
  const token = int64Values([0]);
  const first = buffer(int64([0]), [1]);
  return {
    feeds: {
      token_ids: buffer(token.data, [1]),
      image_rows: spareRow,
      order: first,
      u: first,
      inverse_count: buffer(Float32Array.of(1), [1, 1]),
    },
    put(tokenId: number): void {
      token.set(0, tokenId);
    },
  };
}
