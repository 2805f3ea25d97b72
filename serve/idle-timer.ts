/** Says when nobody has been connected for long. */

export interface IdleTimer {
  /** Somebody has come or gone. */
  readonly look: () => void;
  readonly idle: Promise<void>;
  readonly stop: () => void;
}

/** @param afterMs never, where it is undefined @param live how many are connected */
export function idleTimer(afterMs: number | undefined, live: () => number): IdleTimer {
  let timer: NodeJS.Timeout | undefined;
  let end: () => void = () => undefined;
  const idle = new Promise<void>((resolve) => (end = resolve));
  const look = () => {
    clearTimeout(timer);
    if (afterMs !== undefined && live() === 0) timer = setTimeout(end, afterMs);
  };
  look();
  return { look, idle, stop: () => clearTimeout(timer) };
}
