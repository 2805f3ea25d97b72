/** A function that remembers its last two results: the same arguments (the first `compared` of them) give the same object again. */

/** The state is looked at as it is and as it was while the stage is awaited (renderer/app/settled.ts), in turn; with one result both would always be new. */
const kept = 2;

export function memoised<A extends readonly unknown[], R>(
  compute: (...args: A) => R,
  compared?: number,
): (...args: A) => R {
  let last: readonly { readonly args: A; readonly result: R }[] = []; // the newest first
  return (...args) => {
    const compares = args.slice(0, compared);
    const known = last.find((one) => compares.every((argument, i) => Object.is(argument, one.args[i])));
    const now = known ?? { args, result: compute(...args) };
    if (now !== last[0]) last = [now, ...last.filter((one) => one !== now)].slice(0, kept);
    return now.result;
  };
}
