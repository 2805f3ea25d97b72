/** DART: rows that resemble a few pivots least stay, and keep their places (arXiv 2502.11494); chosen before the language model, not in it. */
import { z } from 'zod';
import { countOf, countSchema, parseCount, requireCount, shareOf } from '../budget.ts';
import type { CountBudget } from '../budget.ts';
import { countWords, typedCount } from '../count-words.ts';
import type { Reduction } from '../reduction.ts';

export const dartSchema = z.strictObject({ method: z.literal('dart'), budget: countSchema }).readonly();
export type DartRequest = z.infer<typeof dartSchema>;

const pruned = (budget: CountBudget): DartRequest => ({ method: 'dart', budget });

export const dart: Reduction<DartRequest> = {
  label: 'DART',
  choice: 'DART',
  counts: 'rows',
  tokens: 'Rows that stay',
  what: 'Rows that resemble a few others least stay, the rest is left out',
  help: 'DART leaves out what is there twice: it takes four rows of large norm and keeps those that resemble them least, each at its own place in the prompt. Here it chooses before the language model; its authors choose after the second layer.',
  schema: dartSchema,
  control: 'count',
  places:
    'DART has nothing to unmerge: with the switch on, every row keeps the one position of its own place; off, they stand one after the other.',
  ofTokens: (tokens) => pruned({ kind: 'tokens', tokens }),
  ofShare: (share) => pruned({ kind: 'share', share }),
  words: ({ budget }) => `DART, ${countWords(budget, 'rows')}`,
  flags: ['tokens', 'budget'],
  fromFlags: (flags) => pruned(typedCount('dart', flags)),
  mode: { name: 'dart', forms: ['dart:P'] },
  fromMode(amount) {
    const budget = amount === undefined ? undefined : parseCount(amount);
    return budget && pruned(budget);
  },
  needsCalibration: () => false,
  plan({ budget }, { patches, cells = patches, most }) {
    const largest = most?.cells ?? cells;
    const rows = requireCount(countOf(budget, Math.min(cells, largest)), largest, 'rows');
    return { kind: 'prune', rows, share: most && shareOf(budget) };
  },
};
