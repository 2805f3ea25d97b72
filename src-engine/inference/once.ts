/** Work that is done once and shared by all who ask, and begun anew after a failure: a moment's trouble must not outlast its cause. */

export interface Once<T> {
  readonly get: () => Promise<T>;
  /** What was made, or is being made; undefined where nobody has asked, or the last attempt failed. */
  readonly made: () => Promise<T> | undefined;
}

export function once<T>(work: () => Promise<T>): Once<T> {
  let result: Promise<T> | undefined;
  return {
    get() {
      result ??= work().catch((error: unknown) => {
        result = undefined;
        throw error;
      });
      return result;
    },
    made: () => result,
  };
}
