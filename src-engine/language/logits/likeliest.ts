/** The likeliest tokens of a vocabulary as a short list, in one pass over it: what stays after temperature and top-k, id by id. Pure. */

/** Scores after division by the temperature, and the ids that they belong to, ascending. */
export interface ShortList {
  readonly ids: Int32Array; // [n]
  readonly scores: Float32Array; // [n]
}

/** A float32 quotient can be rounded up to the next one's: what lies so little below the edge is looked at twice. */
const margin = 2 ** -22;
const smallest = 2 ** -120;
/** Candidates in waiting before those below the edge of by now are dropped. */
const slack = 1024;

/**
 * The `count` likeliest and all that are as likely as the last of them once they are divided by `heat`; what is no number is no candidate.
 * The same tokens with the same float32 scores as dividing all scores and dropping those below the `count`-th.
 * @param count 1 or more
 */
export function likeliest(scores: Float32Array, count: number, heat: number): ShortList {
  const divisor = Math.fround(heat);
  const wanted = Math.min(count, scores.length);
  const top = new Float32Array(wanted).fill(Number.NEGATIVE_INFINITY); // falling
  let least = Number.NEGATIVE_INFINITY;
  let waiting: number[] = [];
  const drop = (): void => {
    waiting = waiting.filter((id) => (scores[id] ?? 0) >= least);
  };
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] ?? 0;
    if (!(score >= least) || score === Number.NEGATIVE_INFINITY) continue;
    waiting.push(id);
    if (score > (top[wanted - 1] ?? 0)) {
      let at = wanted - 1;
      for (; at > 0 && score > (top[at - 1] ?? 0); at--) top[at] = top[at - 1] ?? 0;
      top[at] = score;
      const last = top[wanted - 1] ?? 0;
      least = last - Math.abs(last) * margin - smallest;
    }
    if (waiting.length > 2 * wanted + slack) drop();
  }
  const edge = Math.fround((top[wanted - 1] ?? 0) / divisor);
  const ids = waiting.filter((id) => Math.fround((scores[id] ?? 0) / divisor) >= edge);
  return {
    ids: Int32Array.from(ids),
    scores: Float32Array.from(ids, (id) => (scores[id] ?? 0) / divisor),
  };
}
