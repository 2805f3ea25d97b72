/** When an answer ends: at a stop token, at a text that ends answers, or at its length. */
import type { AnswerResult } from '../engine.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Tokenizer } from './tokenizer.ts';

/** The checkpoint's stop ids; where it names none, the tokenizer's end token. May be empty: then only the length ends an answer. */
export function stopIds(
  generation: Pick<Checkpoint['generation'], 'eosTokenIds'>,
  tokenizer: Tokenizer,
): ReadonlySet<number> {
  if (generation.eosTokenIds.length > 0) return new Set(generation.eosTokenIds);
  const { eos } = tokenizer.named;
  const id = eos === undefined ? undefined : tokenizer.tokenId(eos);
  return new Set(id === undefined ? [] : [id]);
}

export interface StopRules {
  readonly ends: ReadonlySet<number>;
  readonly maxNewTokens: number;
  /** Asked once after every token. */
  readonly stopString?: ((token: number) => boolean) | undefined;
}

/** The reason to stop after `tokens`, the newest last, or null to go on. A stop token wins over a stop string, and that over the length. */
export function stopReason(
  tokens: readonly number[],
  { ends, maxNewTokens, stopString }: StopRules,
): AnswerResult['stopped'] | null {
  const last = tokens.at(-1);
  if (last === undefined) return null;
  const atString = stopString?.(last) ?? false;
  if (ends.has(last)) return 'eos';
  if (atString) return 'stop-string';
  return tokens.length >= maxNewTokens ? 'length' : null;
}
