/** VQAv2's own evaluation (GT-Vision-Lab/VQA at a013f00, vqaEval.py), to the letter. Pure. */
import { normaliseVqaAnswer } from '../vqa-normalise.ts';
import { leaveOneOut } from './leave-one-out.ts';

/**
 * Everybody is left out in turn. Answers are brought into the normal form only where people disagree: where all say the same, an answer must
 * be it to the letter, white space at the ends apart.
 */
export function vqaV2Accuracy(given: string, accepted: readonly string[]): number {
  const people = accepted.map(trimmed);
  const agree = people.every((answer) => answer === people[0]);
  return agree
    ? leaveOneOut(trimmed(given), people)
    : leaveOneOut(normaliseVqaAnswer(given), people.map(normaliseVqaAnswer));
}

function trimmed(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll('\t', ' ').trim();
}
