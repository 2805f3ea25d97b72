/** Which modes no other mode beats in accuracy and tokens at once. Pure. */

export interface Standing {
  readonly accuracy: number;
  readonly tokens: number; // mean
}

/** True where no other one is at least as right with at most as many tokens, and better in one of both. Equal ones are on the front together. */
export function onFront(standings: readonly Standing[]): boolean[] {
  return standings.map((mine) => !standings.some((other) => beats(other, mine)));
}

function beats(other: Standing, mine: Standing): boolean {
  if (!(other.accuracy >= mine.accuracy && other.tokens <= mine.tokens)) return false;
  return other.accuracy > mine.accuracy || other.tokens < mine.tokens;
}
