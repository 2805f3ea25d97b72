/** The letters that choose entries of an open menu, as Windows and Linux have them: marked by & in the label, each once in a menu. */

const isLetter = /\p{L}/u;

/** An & of the words themselves is doubled, else it would mark a letter. */
export function plainLabel(label: string): string {
  return label.replaceAll('&', '&&');
}

/**
 * Beginnings of words come before letters within them, and what stands higher chooses first. An entry whose letters are all taken gets none:
 * the arrow keys reach it.
 * @param labels of one menu, in its order
 */
export function withLetters(labels: readonly string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    const characters = Array.from(label);
    const letters = characters.flatMap((character, at) => (isLetter.test(character) ? [at] : []));
    const begins = (at: number) => at === 0 || characters[at - 1] === ' ';
    const order = [...letters.filter(begins), ...letters.filter((at) => !begins(at))];
    const chosen = order.find((at) => !taken.has(characters[at]?.toLowerCase() ?? ''));
    if (chosen === undefined) return plainLabel(label);
    taken.add(characters[chosen]?.toLowerCase() ?? '');
    const [before, after] = [characters.slice(0, chosen).join(''), characters.slice(chosen).join('')];
    return `${plainLabel(before)}&${plainLabel(after)}`;
  });
}
