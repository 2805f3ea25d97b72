/** One line that ties the numbers of tokens together where a picture is read in several views, or where positions are not patches. */
import type { Encoding, AnswerResult } from '../../src-engine/engine.ts';
import { plural } from '../../src-engine/report/units.ts';

type Tokens = Pick<Encoding, 'tokens' | 'fullTokens'> & {
  readonly views: number;
  /** True: the method acts on rows of the language model, and these are counted. */
  readonly ofRows?: boolean;
};
type Read = Pick<AnswerResult, 'visualTokens' | 'fullVisualTokens'>;

/**
 * `read` is of an answer to the same picture and request; null before there is one. Null where there is nothing to tie: one view, and the
 * language model computes a row for every token of the encoder.
 */
export function tokenArithmetic(
  { tokens, fullTokens, views, ofRows = false }: Tokens,
  read: Read | null,
): string | null {
  const same = read === null || (read.visualTokens === tokens && read.fullVisualTokens === fullTokens);
  if (views === 1 && same) return null;
  if (ofRows)
    return `${plural(views, 'view')}: ${count(tokens)} of ${count(fullTokens)} rows are left; the encoder keeps every token.`;
  const encoder = `${plural(views, 'view')}: the encoder leaves ${count(tokens)} of ${count(fullTokens)} tokens`;
  if (read === null) return `${encoder}; what the language model reads of them is known after an answer.`;
  return `${encoder}; in the prompt they fill ${plural(read.fullVisualTokens, 'position')}, for which ${plural(read.visualTokens, 'row')} ${read.visualTokens === 1 ? 'is' : 'are'} computed.`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
