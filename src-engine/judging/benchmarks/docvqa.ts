/** ANLS as the Robust Reading Competition computes it for DocVQA (its evaluation script, in QwenLM/Qwen-VL at aa00ed0), to the letter. Pure. */
import { editDistance } from '../edit-distance.ts';

const threshold = 0.5;

/**
 * The best similarity to an accepted answer, and 0 below one half; exactly one half counts. Distances are of texts in lower case with single
 * spaces, over the length of the longer text as it was before: spaces that were taken out count in favour.
 */
export function docVqaAnls(given: string, accepted: readonly string[]): number {
  const text = plain(given);
  const distances = accepted.map((answer) => {
    const length = Math.max(lengthOf(answer), lengthOf(given));
    return length === 0 ? 0 : editDistance(plain(answer), text) / length;
  });
  const similarity = 1 - Math.min(...distances);
  return similarity < threshold ? 0 : similarity;
}

const plain = (text: string): string => text.toLowerCase().trim().split(/\s+/u).join(' ');

/** In capitals, as the script counts: "ß" is two. */
const lengthOf = (text: string): number => Array.from(text.toUpperCase()).length;
