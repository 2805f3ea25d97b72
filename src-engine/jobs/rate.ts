/** How fast work goes: over its last minute, so that what waited or was slow long ago does not count. */

export interface Rate {
  /** @param at milliseconds; @param done ascending; a smaller number is another piece of work, which begins anew */
  note(at: number, done: number): void;
  /** Per second; null until two different moments are known. */
  perSecond(): number | null;
}

const windowMs = 60_000;

export function createRate(): Rate {
  let samples: { readonly at: number; readonly done: number }[] = [];
  return {
    note(at, done) {
      if (done < (samples.at(-1)?.done ?? 0)) samples = [];
      samples.push({ at, done });
      // The last one before the window stays: the window begins there.
      while ((samples[1]?.at ?? Infinity) <= at - windowMs) samples.shift();
    },
    perSecond() {
      const [first] = samples;
      const last = samples.at(-1);
      if (first === undefined || last === undefined || last.at <= first.at) return null;
      return ((last.done - first.done) * 1000) / (last.at - first.at);
    },
  };
}

/** Null where nothing is known of one of them, or nothing moves. */
export function secondsLeft(perSecond: number | null, done: number, total: number): number | null {
  return perSecond !== null && perSecond > 0 && total > 0 ? Math.max(0, total - done) / perSecond : null;
}
