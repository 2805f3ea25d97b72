/** Whether a whole answer is right, where the truth about its picture is known. */
import { isRight, knownAnswer } from '../../src-engine/judging/known-answers.ts';
import { wordsOf, type Standing } from './run.ts';
import type { ShelfImage } from './shelf-slice.ts';

/** How one answer stands to the true one. */
export type Judgement =
  | { readonly kind: 'right'; readonly truth: string }
  | { readonly kind: 'wrong'; readonly truth: string }
  /** Of a model that was not taught the samples' short sentences: the reader judges. */
  | { readonly kind: 'unjudged'; readonly truth: string };

/** Null where nothing is known. `embedded` is the folder of the only model that was taught to answer in the samples' sentences. */
export function judgementOf(
  standing: Standing | null,
  image: ShelfImage | null,
  embedded: string | null,
): Judgement | null {
  if (standing === null || image === null) return null;
  const known = knownAnswer(image.known, standing.asked.question);
  if (known === null) return null;
  const { answer: truth } = known;
  if (standing.asked.model !== embedded) return { kind: 'unjudged', truth };
  return { kind: isRight(wordsOf(standing), known) ? 'right' : 'wrong', truth };
}
