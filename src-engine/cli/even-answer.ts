/** The third answer of a comparison steered by region, as document and in words. */
import type { Comparison } from '../report/comparison.ts';
import { evenCountWords } from '../report/even-answer.ts';
import type { EvenAnswer } from '../report/even-answer.ts';
import { agreementOf } from '../report/word-diff.ts';
import { agreementWords } from '../report/words.ts';
import { answerDocument } from './documents.ts';
import type { About } from './documents.ts';
import { printable } from './printable.ts';

export function evenDocument({ result, reduction }: EvenAnswer, { info }: Pick<About, 'info'>) {
  return answerDocument(result, { reduction, info });
}

export function evenInWords({ result }: EvenAnswer, { full, reduced }: Comparison): string {
  const count = evenCountWords(result.visualTokens, reduced.answer.visualTokens);
  const agreement = agreementWords(agreementOf(full.answer.text, result.text));
  return `Without regions, ${count} spread evenly: ${printable(result.text.trim())}\n${agreement} against all tokens.`;
}
