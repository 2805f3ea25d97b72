/** The KV caches of the last prompts and their answers, for questions that begin as they did or follow up on them. Content decides, no name. */
import type { KeyValueCache } from './kv-cache.ts';
import type { PrefillInput } from './language-model.ts';
import { continued, sharedPositions } from './prompt-prefix.ts';

/** With all tokens and with fewer: the two ways in which a question is asked in turn. */
export const mostPrompts = 2;
/** Of the machine's memory, for the caches that wait for another question. */
export const keptShare = 1 / 8;

/** A cache that may be written to, and how many of its first rows are of the new prompt. */
export interface TakenPrompt {
  readonly cache: KeyValueCache;
  readonly rows: number;
  /** What the prompt of these rows took to read, when it was read whole. */
  readonly readMs: number;
}

export interface KeptPrompts {
  /** Nobody else has it until it is kept again. Where nothing fits and no room is left, the oldest one's memory serves anew, with 0 rows. */
  take(prompt: PrefillInput): TakenPrompt | undefined;
  /** @param answered tokens that the cache holds behind the prompt */
  keep(prompt: PrefillInput, answered: readonly number[], cache: KeyValueCache, readMs: number): void;
  clear(): void;
}

interface Kept {
  readonly prompt: PrefillInput; // with its answer
  readonly asked: number; // positions of it without
  readonly cache: KeyValueCache;
  readonly readMs: number;
}

/**
 * @param maxBytes of all caches together; a cache that is larger alone is let go
 * @param wholeImages whether an image's rows see those behind them, so that a part of them serves no other prompt
 */
export function keepPrompts(maxBytes: number, wholeImages = false): KeptPrompts {
  let kept: readonly Kept[] = []; // the oldest first
  const bytes = (): number =>
    kept.reduce((sum, { cache, prompt }) => sum + cache.bytes + prompt.imageRows.byteLength, 0);
  const takeOut = (one: Kept): void => {
    kept = kept.filter((other) => other !== one);
  };
  return {
    take(prompt) {
      const candidates = kept.map((one) => ({ one, rows: sharedPositions(prompt, one.prompt, wholeImages) }));
      const best = candidates.sort((a, b) => b.rows - a.rows)[0];
      // A few tokens of system text are no reason to take another picture's rows away from its next question.
      if (best !== undefined && 2 * best.rows > best.one.asked) {
        takeOut(best.one);
        return { cache: best.one.cache, rows: best.rows, readMs: best.one.readMs };
      }
      const [oldest] = kept;
      if (oldest === undefined || kept.length < mostPrompts) return undefined;
      takeOut(oldest);
      return { cache: oldest.cache, rows: 0, readMs: 0 };
    },
    keep(prompt, answered, cache, readMs) {
      const one = { prompt: continued(prompt, answered), asked: prompt.u.length, cache, readMs };
      kept = [...kept, one].slice(-mostPrompts);
      while (bytes() > maxBytes) kept = kept.slice(1);
    },
    clear() {
      kept = [];
    },
  };
}
