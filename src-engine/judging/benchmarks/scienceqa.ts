/** ScienceQA's accuracy as LLaVA reads answers for it (eval_science_qa.py at c121f04), to the letter. Pure. */
import type { Options } from '../options.ts';
import type { Asked, Tally } from '../tally.ts';
import { wantedLetter } from './wanted-letter.ts';

/** Letters that the script knows. */
const known = 'ABCDE';

/** [right, 1, names no option] */
export function scienceQaTally(given: string, accepted: readonly string[], asked?: Asked): Tally {
  const wanted = wantedLetter(accepted, asked);
  const letter = scienceQaLetter(given, asked?.options);
  return [Number(letter === wanted), 1, Number(letter === undefined)];
}

/** "B", "B. krill", or "The answer is B." said exactly once; whatever else names no option, and so does a letter that no option has. */
export function scienceQaLetter(given: string, options?: Options): string | undefined {
  const text = given.trim();
  const letter = letterOf(text);
  if (letter === undefined || !known.includes(letter)) return undefined;
  return options === undefined || options.has(letter) ? letter : undefined;
}

function letterOf(text: string): string | undefined {
  const first = text.charAt(0);
  if (first !== '' && known.includes(first) && (text.length === 1 || text.slice(1, 3) === '. ')) return first;
  const [found, ...others] = [...text.matchAll(/The answer is ([A-Z])[^\n]/gu)];
  return others.length > 0 ? undefined : found?.[1];
}
