/** Undo and redo over snapshots, as pure functions. Knows nothing of what a snapshot means. */

export interface History<T> {
  readonly past: readonly T[];
  readonly future: readonly T[];
  /** The movement that made the newest entry, so that its next step joins it. */
  readonly gesture: { readonly name: string; readonly at: number } | null;
}

export const emptyHistory: History<never> = { past: [], future: [], gesture: null };

const longest = 100;
const joinWithinMs = 900;

/** Call before `present` is replaced. Steps of one gesture that follow each other quickly share one entry. */
export function record<T>(
  history: History<T>,
  present: T,
  gesture: string | undefined,
  now: number,
): History<T> {
  const last = history.gesture;
  const joins = gesture !== undefined && last?.name === gesture && now - last.at <= joinWithinMs;
  return {
    past: joins ? history.past : [...history.past, present].slice(-longest),
    future: [],
    gesture: gesture === undefined ? null : { name: gesture, at: now },
  };
}

export function step<T>(
  history: History<T>,
  present: T,
  direction: 'back' | 'forward',
): { readonly present: T; readonly history: History<T> } | null {
  const { past, future } = history;
  if (direction === 'back') {
    const target = past.at(-1);
    if (target === undefined) return null;
    return {
      present: target,
      history: { past: past.slice(0, -1), future: [present, ...future], gesture: null },
    };
  }
  const [target, ...rest] = future;
  if (target === undefined) return null;
  return { present: target, history: { past: [...past, present], future: rest, gesture: null } };
}
