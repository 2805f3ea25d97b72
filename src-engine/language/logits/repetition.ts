/** Rules against repeating: single tokens become less likely, whole n-grams impossible. */
import type { TokenHistory } from './history.ts';
import { forbid, type LogitsRule } from './rule.ts';

/** Every token of prompt and answer is penalised once, however often it stands there. A penalty below 1 rewards. */
export function repetitionPenalty(penalty: number): LogitsRule {
  return (scores, { distinct }) => penalise(scores, distinct, Math.fround(penalty));
}

/** Tokens of the prompt become more likely; of a decoder alone, the prompt is what an encoder would have read. */
export function encoderRepetitionPenalty(penalty: number): LogitsRule {
  return (scores, { promptDistinct }) => penalise(scores, promptDistinct, Math.fround(1 / penalty));
}

function penalise(scores: Float32Array, ids: Iterable<number>, penalty: number): void {
  for (const id of ids) {
    const score = scores[id];
    if (score !== undefined) scores[id] = score < 0 ? score * penalty : score / penalty;
  }
}

/** No `size` tokens in a row twice, the prompt's included. */
export function noRepeatNgram(size: number): LogitsRule {
  return (scores, history) => forbid(scores, completions(history, size, history.ids.length));
}

/** None of the prompt's `size` tokens in a row again. */
export function encoderNoRepeatNgram(size: number): LogitsRule {
  return (scores, history) => forbid(scores, completions(history, size, history.promptLength));
}

/** Tokens that followed the last `size` - 1 ids anywhere in the first `end` ids. */
function* completions({ ids }: TokenHistory, size: number, end: number): Generator<number> {
  const from = ids.length - (size - 1);
  if (from < 0) return;
  for (let start = 0; start + size <= end; start++) {
    let same = true;
    for (let at = 0; same && at < size - 1; at++) same = ids[start + at] === ids[from + at];
    const next = ids[start + size - 1];
    if (same && next !== undefined) yield next;
  }
}
