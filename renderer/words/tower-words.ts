/** The two forms of a vision encoder, in words. Pure. */
import type { TowerPrecision } from '../../src-engine/engine.ts';
import type { ChoiceWords } from './reading-words.ts';

export const towerWords: readonly ChoiceWords<TowerPrecision>[] = [
  {
    value: 'fp32',
    label: 'exact (fp32)',
    what: 'Computes the encoder as it was trained: token counts and groups are the model’s own.',
  },
  {
    value: 'int8',
    label: 'fast (int8)',
    what: 'Computes the encoder’s layers in 8-bit integers, about twice as fast for a large encoder: features are off by one or two per cent, other tokens merge, and budgets need a calibration of their own. A copy of the encoder is made once.',
  },
];
