/** TextVQA's evaluation (EvalAI's answer processor, facebookresearch/mmf at b0ffc7f and haotian-liu/LLaVA at c121f04), to the letter. Pure. */
import { normaliseVqaAnswer } from '../vqa-normalise.ts';
import { leaveOneOut } from './leave-one-out.ts';

/** Always normalises, also where all ten people say the same. */
export function textVqaAccuracy(given: string, accepted: readonly string[]): number {
  return leaveOneOut(normaliseTextVqaAnswer(given), accepted.map(normaliseTextVqaAnswer));
}

/**
 * Not VQA's form: in lower case, commas and question marks are gone and "'s" is a word of its own before VQA's rules begin, so that commas
 * part nothing and decide nothing about other marks.
 */
export function normaliseTextVqaAnswer(text: string): string {
  return normaliseVqaAnswer(
    text.toLowerCase().replaceAll(',', '').replaceAll('?', '').replaceAll("'s", " 's"),
  );
}
