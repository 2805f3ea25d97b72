/** A value in a line for a terminal. Pure. */

/** As a shell takes it for one word. */
export function quoted(word: string): string {
  return /^[\w./:,=%+@-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
