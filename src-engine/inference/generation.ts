/** One conversation with the decoder: its prompt in one run, then a run for every further token, over one KV cache. */
import type { TextSpec } from '../families/spec.ts';
import { needsSight } from '../graph/decoder-attention.ts';
import { imageRowWidth } from '../graph/widths.ts';
import { int64, int64Values } from '../runtime/int64.ts';
import { buffer } from '../runtime/onnx.ts';
import type { Buffer, Feeds, HostTensor, Session } from '../runtime/onnx.ts';
import type { TakenPrompt } from './kept-prompts.ts';
import type { KeyValueCache } from './kv-cache.ts';
import type { Generation, Places, PrefillInput } from './language-model.ts';
import { behindPrefix } from './prompt-prefix.ts';
import type { Angles } from './rotary-angles.ts';
import { firstSeen, promptSight } from './sight.ts';

/** Where the conversation's cache comes from and where it goes. */
export interface CacheKeeper {
  /** @param prompt undefined where there is none: the conversation begins with a step */
  open(prompt: PrefillInput | undefined): TakenPrompt;
  /** The angles of all rows that the cache can come to. */
  angles(places: Places | undefined): Angles;
  /** @param answered tokens that the cache holds behind the prompt */
  close(prompt: PrefillInput, answered: readonly number[], cache: KeyValueCache, readMs: number): void;
}

export function startGeneration(
  session: Session,
  spec: Pick<TextSpec, 'width' | 'vocabulary' | 'deepStack' | 'sliding' | 'prefixAttention'>,
  keeper: CacheKeeper,
): Generation {
  const { vocabulary } = spec;
  const width = imageRowWidth(spec);
  const spareRow = buffer(new Float32Array(width), [1, width]);
  const lastRow = Int32Array.of(0);
  const rows = Int32Array.of(0);
  const state = { last_position: buffer(lastRow, [1]), total_positions: buffer(rows, []) };
  const one = stepFeeds(spareRow, spec);
  // The runtime would copy its own output into new memory at every step.
  const logits = new Float32Array(vocabulary);
  const logitsBuffer = buffer(logits, [1, vocabulary]);
  let cache: KeyValueCache | undefined;
  let read: PrefillInput | undefined; // a prompt whose rows are all in the cache
  const answered: number[] = []; // tokens behind it that are, too
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
          ...sightFeeds(spec, input, reusedRows),
        },
        u.length,
      );
      read = input;
      readMs = sparedMs + performance.now() - started;
      return logits;
    },
    async step(tokenId) {
      cache ??= keeper.open(undefined).cache;
      angles ??= keeper.angles(undefined);
      const row = rows[0] ?? 0;
      one.put(tokenId, angles.places?.data[row] ?? row);
      const next = await run(cache, one.feeds, 1);
      answered.push(tokenId);
      return next;
    },
    end() {
      if (read !== undefined && cache !== undefined) keeper.close(read, answered, cache, readMs);
      read = undefined;
      cache = undefined;
    },
  };
}

const vector = (values: ArrayLike<number>): HostTensor => ({ data: int64(values), dims: [values.length] });

/** What the prompt's positions behind the first ones see, for models that ask for it. */
function sightFeeds(spec: SightSpec, prompt: PrefillInput, first: number): Feeds {
  if (!needsSight(spec)) return {};
  const { from, to } = promptSight(spec, prompt);
  const behind = (values: Int32Array): HostTensor => {
    const data = values.subarray(first);
    return { data, dims: [data.length] };
  };
  return { sees_to: behind(to), ...(spec.sliding === undefined ? {} : { sees_from: behind(from) }) };
}

type SightSpec = Pick<TextSpec, 'sliding' | 'prefixAttention'>;

/** What a single text row is given: the same memory at every step. */
function stepFeeds(spareRow: Buffer, spec: SightSpec) {
  const seesTo = Int32Array.of(0);
  const seesFrom = Int32Array.of(0);
  const token = int64Values([0]);
  const first = buffer(int64([0]), [1]);
  return {
    feeds: {
      token_ids: buffer(token.data, [1]),
      image_rows: spareRow,
      order: first,
      u: first,
      inverse_count: buffer(Float32Array.of(1), [1, 1]),
      ...(needsSight(spec) ? { sees_to: buffer(seesTo, [1]) } : {}),
      ...(spec.sliding === undefined ? {} : { sees_from: buffer(seesFrom, [1]) }),
    },
    /** @param place where it stands */
    put(tokenId: number, place: number): void {
      token.set(0, tokenId);
      seesTo[0] = place;
      seesFrom[0] = firstSeen(spec, place);
    },
  };
}
