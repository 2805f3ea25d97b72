/** Numbers that look random and are the same everywhere, for tests that need no meaning in them. */

/** Fixed numbers in -1..1 without a pattern. */
export function noise(length: number, seed = 1): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
