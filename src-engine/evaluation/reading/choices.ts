/** A multiple choice as it is asked: what belongs to it, the question, and its options by letter, a line each. Pure. */
import type { Options } from '../../judging/options.ts';

export function withOptions(hint: string, question: string, options: Options): string {
  const lines = [...options].map(([letter, text]) => `${letter}. ${text}`);
  return [hint.trim(), question.trim(), ...lines].filter((line) => line !== '').join('\n');
}
