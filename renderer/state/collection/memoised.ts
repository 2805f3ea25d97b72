/** A function that remembers its last result: the same arguments (the first `compared` of them) give the same object again. */
export function memoised<A extends readonly unknown[], R>(
  compute: (...args: A) => R,
  compared?: number,
): (...args: A) => R {
  let last: { readonly args: A; readonly result: R } | null = null;
  return (...args) => {
    const same =
      last !== null && args.slice(0, compared).every((argument, i) => Object.is(argument, last?.args[i]));
    if (last === null || !same) last = { args, result: compute(...args) };
    return last.result;
  };
}
