/** The precisions of a language model, in words. Pure. */
import type { LanguagePrecision } from '../../src-engine/engine.ts';
import type { ChoiceWords } from './reading-words.ts';

export const languageWords: readonly ChoiceWords<LanguagePrecision>[] = [
  {
    value: 'fp32',
    label: 'fp32',
    what: 'Answers as the model was trained to; needs the most memory.',
  },
  {
    value: 'fp16',
    label: 'fp16',
    what: 'Half the memory for its weights, on devices that compute in it; words may differ a little.',
  },
  {
    value: 'int8',
    label: 'int8',
    what: 'Weights of 8 bits: about a quarter of the memory, and quicker to write. Words may differ a little, tokens and groups do not. A copy of the weights is made once.',
  },
  {
    value: 'int4',
    label: 'int4',
    what: 'Weights of 4 bits: the least memory, and quicker to write. Words may differ more; tokens and groups do not. A copy of the weights is made once.',
  },
];
