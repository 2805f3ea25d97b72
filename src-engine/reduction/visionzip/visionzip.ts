/** VisionZip: patches with most attention stay, a few more gather the rest, and all keep their places in the language model (arXiv 2412.04467). */
import { z } from 'zod';
import { countOf, countSchema, parseCount, requireCount } from '../budget.ts';
import type { CountBudget } from '../budget.ts';
import { countWords, typedCount } from '../count-words.ts';
import type { Reduction } from '../reduction.ts';

export const visionzipSchema = z
  .strictObject({ method: z.literal('visionzip'), budget: countSchema })
  .readonly();
export type VisionZipRequest = z.infer<typeof visionzipSchema>;

const zipped = (budget: CountBudget): VisionZipRequest => ({ method: 'visionzip', budget });

export const visionzip: Reduction<VisionZipRequest> = {
  label: 'VisionZip',
  choice: 'VisionZip',
  counts: 'tokens',
  only: 'tokens',
  tokens: 'Selected tokens',
  what: 'The patches with most attention stay, a few tokens gather the rest',
  help: 'VisionZip looks at the attention of the last layer: most of the tokens are the patches that receive most, the others gather what is left. Every token keeps its own place in the prompt.',
  schema: visionzipSchema,
  control: 'count',
  places:
    'VisionZip has nothing to unmerge: with the switch on, every token keeps the one position of its own patch; off, they stand one after the other.',
  ofTokens: (tokens) => zipped({ kind: 'tokens', tokens }),
  ofShare: (share) => zipped({ kind: 'share', share }),
  words: ({ budget }) => `VisionZip, ${countWords(budget)}`,
  flags: ['tokens', 'budget'],
  fromFlags: (flags) => zipped(typedCount('visionzip', flags)),
  mode: { name: 'visionzip', forms: ['visionzip:P'] },
  fromMode(amount) {
    const budget = amount === undefined ? undefined : parseCount(amount);
    return budget && zipped(budget);
  },
  needsCalibration: () => false,
  plan({ budget }, { patches }) {
    return { kind: 'select', tokens: requireCount(countOf(budget, patches), patches) };
  },
};
