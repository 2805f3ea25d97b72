/** Names of exported files. */

/** `anchor-tokens.csv`: a name that every system takes. */
export function exportName(picture: string | undefined, what: string, ending: string): string {
  return `${[stemOf(picture), what].filter((part) => part !== '').join('-')}.${ending}`;
}

/** A picture's name without its ending and without signs that file systems or shells know. */
export function stemOf(picture: string | undefined): string {
  return (picture ?? '')
    .replace(/\.\w{1,5}$/u, '')
    .replaceAll(/[^\w-]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 60);
}
