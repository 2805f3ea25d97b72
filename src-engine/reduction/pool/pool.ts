/** Pooling: the grid of final features is averaged down to a number of cells, whatever they show. The baseline that asks whether content matters. */
import { z } from 'zod';
import { countOf, countSchema, parseCount, requireCount, shareOf } from '../budget.ts';
import type { CountBudget } from '../budget.ts';
import { countWords, typedCount } from '../count-words.ts';
import type { Reduction } from '../reduction.ts';

export const poolSchema = z.strictObject({ method: z.literal('pool'), budget: countSchema }).readonly();
export type PoolRequest = z.infer<typeof poolSchema>;

const pooled = (budget: CountBudget): PoolRequest => ({ method: 'pool', budget });

export const pool: Reduction<PoolRequest> = {
  label: 'Pooling',
  choice: 'Pooling',
  counts: 'tokens',
  tokens: 'Pooled tokens',
  what: 'Neighbouring patches are averaged, whatever they show',
  help: 'Pooling averages neighbouring patches after the last layer, as many for a sky as for a sign.',
  schema: poolSchema,
  control: 'count',
  places: '',
  ofTokens: (tokens) => pooled({ kind: 'tokens', tokens }),
  ofShare: (share) => pooled({ kind: 'share', share }),
  words: ({ budget }) => `Pooling, ${countWords(budget)}`,
  flags: ['tokens', 'budget'],
  fromFlags: (flags) => pooled(typedCount('pool', flags)),
  mode: { name: 'pool', forms: ['pool:P'] },
  fromMode(amount) {
    const budget = amount === undefined ? undefined : parseCount(amount);
    return budget && pooled(budget);
  },
  needsCalibration: () => false,
  plan({ budget }, { patches, most }) {
    const largest = most?.patches ?? patches;
    const tokens = requireCount(countOf(budget, Math.min(patches, largest)), largest);
    return { kind: 'pool', tokens, share: most && shareOf(budget) };
  },
};
