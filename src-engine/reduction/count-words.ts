/** What methods with an exact count have in common: how their options are read and what their captions say. */
import { mostTokens, parseAmount } from './budget.ts';
import type { CountBudget } from './budget.ts';
import { flagRefusal, wholeNumber } from './flags.ts';
import type { ReductionFlags } from './flags.ts';

/** `--tokens N`, or `--budget N|P%` beside `--method`. Throws `bad-input`. */
export function typedCount(method: string, { tokens, budget }: ReductionFlags): CountBudget {
  if (tokens !== undefined) return { kind: 'tokens', tokens: wholeNumber('--tokens', tokens, 1, mostTokens) };
  if (budget === undefined) throw flagRefusal(`--method ${method} needs a number of tokens; add --tokens N.`);
  if (!budget.endsWith('%')) {
    return { kind: 'tokens', tokens: wholeNumber('--budget', budget, 1, mostTokens) };
  }
  const share = parseAmount(budget);
  if (share?.kind === 'share') return share;
  throw flagRefusal(`--budget takes a share above 0 % and up to 100 %, and "${budget}" is not one.`);
}

export function countWords(budget: CountBudget, counted: 'tokens' | 'rows' = 'tokens'): string {
  return budget.kind === 'tokens'
    ? `exactly ${budget.tokens} ${counted} per view`
    : `exactly ${Math.round(100 * budget.share)} % of the ${counted} per view`;
}
