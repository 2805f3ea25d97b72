/** Rules that hang on how long prompt and answer are: not to end too early, to end at last, what may stand first. */
import { forbid, force, type LogitsRule } from './rule.ts';

/** @param least positions, prompt and answer together, before an end is allowed */
export function minLength(least: number, ends: readonly number[]): LogitsRule {
  return (scores, { ids }) => {
    if (ids.length < least) forbid(scores, ends);
  };
}

/** @param least tokens of the answer before an end is allowed */
export function minNewTokens(least: number, ends: readonly number[]): LogitsRule {
  return (scores, { ids, promptLength }) => {
    if (ids.length - promptLength < least) forbid(scores, ends);
  };
}

/** Made for models whose answer begins with one start token: behind a longer prompt it never applies. */
export function forcedBos(id: number): LogitsRule {
  return (scores, { ids }) => {
    if (ids.length === 1) force(scores, [id]);
  };
}

/** @param most positions, prompt and answer together: the last of them is one of `ids` */
export function forcedEos(ids: readonly number[], most: number): LogitsRule {
  return (scores, history) => {
    if (history.ids.length === most - 1) force(scores, ids);
  };
}

/** After `start` tokens of an answer its end becomes likelier with every further one. */
export function exponentialDecay(start: number, factor: number, ends: readonly number[]): LogitsRule {
  const once = new Set(ends);
  return (scores, { ids, promptLength }) => {
    const over = ids.length - promptLength - start;
    if (over <= 0) return;
    const growth = Math.fround(factor ** over - 1);
    for (const id of once) {
      const score = scores[id];
      if (score !== undefined && Number.isFinite(score))
        scores[id] = score + Math.fround(Math.abs(score) * growth);
    }
  };
}

export function suppress(ids: readonly number[]): LogitsRule {
  return (scores) => forbid(scores, ids);
}

/** Only for the first token of an answer. */
export function suppressAtBegin(ids: readonly number[]): LogitsRule {
  return (scores, history) => {
    if (history.ids.length === history.promptLength) forbid(scores, ids);
  };
}
