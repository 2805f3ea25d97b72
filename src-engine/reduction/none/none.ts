/** No reduction: every token is kept. The baseline that everything is compared with. */
import { z } from 'zod';
import type { Reduction } from '../reduction.ts';

export const noneSchema = z.strictObject({ method: z.literal('none') }).readonly();
export type NoneRequest = z.infer<typeof noneSchema>;

const request: NoneRequest = { method: 'none' };

export const none: Reduction<NoneRequest> = {
  label: 'All tokens',
  choice: 'None',
  counts: 'tokens',
  tokens: 'All tokens',
  what: 'Every token of the image is kept',
  help: 'Every patch stays a token of its own, as the model was trained.',
  schema: noneSchema,
  control: 'none',
  places: '',
  ofTokens: () => request,
  ofShare: () => request,
  words: () => 'no merging',
  flags: ['noMerge'],
  fromFlags: () => request,
  mode: { name: 'full', forms: ['full'] },
  fromMode: (amount) => (amount === undefined ? request : undefined),
  needsCalibration: () => false,
  plan: () => ({ kind: 'plain' }),
};
