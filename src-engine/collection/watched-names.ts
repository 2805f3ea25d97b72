/** Names below a folder at which something has happened: handed out when they have been quiet for a moment, so that a file that is being written is not read half. No timers: whoever asks says when. */

export type Changes =
  | { readonly kind: 'names'; readonly names: readonly string[] } // below the folder, with '/'; none where nothing is due
  | { readonly kind: 'everything' }; // too many to name, or nobody can say which

export interface WatchedNames {
  /** '' is the folder itself. */
  note(name: string): void;
  noteEverything(): void;
  take(): Changes;
}

/** So long nothing more must have happened at a name. */
const quietMs = 300;
/** A file that is written to without end is looked at all the same. */
const longestMs = 3000;
/** From so many on, looking through the whole folder is less work. */
export const mostNames = 20_000;

/** @param now milliseconds of any clock */
export function watchedNames(now: () => number = () => performance.now()): WatchedNames {
  const noted = new Map<string, { readonly first: number; last: number }>();
  let everything = false;

  function noteEverything(): void {
    everything = true;
    noted.clear();
  }

  return {
    noteEverything,
    note(name) {
      if (everything) return;
      const at = now();
      const known = noted.get(name);
      if (known !== undefined) known.last = at;
      else if (noted.size >= mostNames) noteEverything();
      else noted.set(name, { first: at, last: at });
    },
    take() {
      if (everything) {
        everything = false;
        return { kind: 'everything' };
      }
      const at = now();
      const due = [...noted].filter(([, { first, last }]) => at - last >= quietMs || at - first >= longestMs);
      for (const [name] of due) noted.delete(name);
      return { kind: 'names', names: due.map(([name]) => name) };
    },
  };
}
