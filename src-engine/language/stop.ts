/** When an answer ends: at a stop token, or at its length. */
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Tokenizer } from './tokenizer.ts';

/** The checkpoint's stop ids; where it names none, the tokenizer's end token. May be empty: then only the length ends an answer. */
export function stopIds(generation: Checkpoint['generation'], tokenizer: Tokenizer): ReadonlySet<number> {
  if (generation.eosTokenIds.length > 0) return new Set(generation.eosTokenIds);
  const { eos } = tokenizer.named;
  const id = eos === undefined ? undefined : tokenizer.tokenId(eos);
  return new Set(id === undefined ? [] : [id]);
}

/** The reason to stop after `tokens`, the newest last, or null to go on. A stop token wins over the length. */
export function stopReason(
  tokens: readonly number[],
  stop: ReadonlySet<number>,
  maxNewTokens: number,
): 'eos' | 'length' | null {
  const last = tokens.at(-1);
  if (last !== undefined && stop.has(last)) return 'eos';
  return tokens.length >= maxNewTokens ? 'length' : null;
}
