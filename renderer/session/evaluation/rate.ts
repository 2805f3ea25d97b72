/** How many a second, over the last minute of work. */

const windowMs = 60_000;
const leastMs = 2000; // before that it is a guess

export interface Rate {
  /** Null while it would be a guess. */
  readonly at: (done: number) => number | null;
}

export function createRate(clock: () => number): Rate {
  let marks: readonly { readonly ms: number; readonly done: number }[] = [];
  return {
    at: (done) => {
      const ms = clock();
      marks = [...marks.filter((mark) => ms - mark.ms <= windowMs), { ms, done }];
      const [first] = marks;
      if (first === undefined || ms - first.ms < leastMs) return null;
      return (1000 * (done - first.done)) / (ms - first.ms);
    },
  };
}
