/** The decoder at work: one session for prefill and decode, a shared KV cache, logits out. It knows no text and picks no token. */
import { EngineError } from '../errors.ts';
import type { TextSpec } from '../families/spec.ts';
import { decoderAttentionForm } from '../graph/decoder-attention.ts';
import { decoderGraph } from '../graph/decoder-graph.ts';
import { memoryRoom } from '../runtime/memory.ts';
import { startGeneration } from './generation.ts';
import { keepPrompts, keptShare } from './kept-prompts.ts';
import { growingCache, sharedCache } from './kv-cache.ts';
import type { KeyValueCache } from './kv-cache.ts';
import { rotaryAngles } from './rotary-angles.ts';
import type { SessionFactory } from './session-factory.ts';

/** The prompt's unique rows and where they stand (paper section 3.2). */
export interface PrefillInput {
  readonly tokenIds: readonly number[]; // [t] the text rows
  readonly imageRows: Float32Array; // [m, numbers of a row] merged image rows and newlines
  readonly order: ArrayLike<number>; // [n] source of every unique row: text 0..t-1, then image rows
  readonly u: Int32Array; // [N]
  readonly inverseCount: Float32Array; // [n]
  /** Absent where rows stand one after the other, from 0 on. */
  readonly places?: Places;
}

/** Where rows stand that keep the places of a longer prompt, with gaps between them, or whose positions are counted in three directions. */
export interface Places {
  readonly positions: Int32Array; // [N]; of rows that keep places among gaps ascending, in three directions those of time
  /** Where the model counts positions in three directions; text has the same in each. */
  readonly across?: { readonly rows: Int32Array; readonly columns: Int32Array } | undefined;
  readonly next: number; // of the first generated token
}

/** One conversation turn: a KV cache with room for the prompt and the answer. Logits are in the same memory at every step: copy what is to last. */
export interface Generation {
  /** Logits [V] after the prompt. */
  prefill(input: PrefillInput): Promise<Float32Array>;
  /** Logits [V] after one more token. */
  step(tokenId: number): Promise<Float32Array>;
  /** Rows of the prompt that an earlier one had computed; known after the prefill. */
  readonly reusedRows: number;
  /** What those rows took to be read, in ms. */
  readonly sparedMs: number;
  /** No more steps: what was computed of the prompt may serve the next one. */
  end(): void;
}

export interface GenerationRoom {
  /** Full positions, prompt and answer together. */
  readonly positions: number;
  /** Of the cache: the same, unless rows keep places with gaps between them. */
  readonly rows?: number;
  /** Continue from an earlier prompt that begins in the same way, and serve later ones. Measurements do not. */
  readonly reuse?: boolean;
}

export interface LanguageModel {
  /** Throws `too-long` past the model's context. */
  start(room: GenerationRoom): Generation;
  release(): Promise<void>;
}

/** More would cost memory that no prompt within the caps can use. */
const MOST_POSITIONS = 32_768;

export async function openLanguageModel(factory: SessionFactory, spec: TextSpec): Promise<LanguageModel> {
  const positions = Math.min(spec.maxPositions, MOST_POSITIONS);
  const session = await factory.open((context) => decoderGraph(context, spec));
  const shared = decoderAttentionForm(factory.device.attention, spec) === 'fused';
  // A prefix that sees itself whole hangs on the question behind the image, too: nothing of it can serve another question.
  const kept =
    spec.prefixAttention === 'prompt'
      ? undefined
      : keepPrompts(memoryRoom().total * keptShare, spec.prefixAttention === 'images');
  const fresh = (rows: number): KeyValueCache => (shared ? sharedCache(spec, rows) : growingCache(spec));
  // A session's first run allocates its memory; paid here, it spoils no measurement.
  const rotary = rotaryAngles(spec);
  const nothing = {
    open: () => ({ cache: fresh(1), rows: 0, readMs: 0 }),
    angles: () => rotary(1),
    close: () => undefined,
  };
  await startGeneration(session, spec, nothing).step(0);
  return {
    start({ positions: needed, rows = needed, reuse = false }) {
      if (needed > positions) {
        throw new EngineError(
          'too-long',
          `Prompt and answer need ${needed} positions, but this model has ${positions}`,
          { remedy: 'ask something shorter or allow fewer new tokens' },
        );
      }
      return startGeneration(session, spec, {
        open(prompt) {
          const taken = reuse && prompt !== undefined ? kept?.take(prompt) : undefined;
          return taken === undefined
            ? { cache: fresh(rows), rows: 0, readMs: 0 }
            : { ...taken, cache: taken.cache.cutTo(taken.rows, rows) };
        },
        angles: (places) => rotary(rows, places),
        close: (prompt, answered, cache, readMs) => {
          if (reuse) kept?.keep(prompt, answered, cache, readMs);
        },
      });
    },
    async release() {
      kept?.clear();
      await session.release();
    },
  };
}
