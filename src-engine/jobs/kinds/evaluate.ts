/** Asking questions with known answers. Every answer is kept as it comes, and an evaluation that goes on takes them from there. */
import { basename, join } from 'node:path';
import { evaluateModel } from '../../evaluation/evaluate-model.ts';
import { clip } from '../../files/words.ts';
import { answeringTurns, type JobKindObject } from '../kind.ts';

export const evaluate: JobKindObject<'evaluate'> = {
  about: (request) => request.evaluate.data,
  // Two evaluations of one set differ in what stands in brackets.
  title: ({ evaluate: { data, modes, split, limit, instruction, scorer } }) => {
    const rest = [
      clip(modes.join(', '), 60),
      ...(split === undefined ? [] : [`split ${clip(split)}`]),
      ...(limit === undefined ? [] : [`${limit} ${limit === 1 ? 'image' : 'images'}`]),
      ...(scorer === undefined ? [] : [`scored by ${scorer}`]),
      ...(instruction === undefined ? [] : ['with an instruction']),
    ];
    return `Evaluating on ${basename(data)} (${rest.join('; ')})`;
  },
  run: async (request, { call, again, kept, cacheDirectory, mayRead, ...context }) => ({
    kind: 'evaluate',
    evaluate: await evaluateModel(
      { inTurn: answeringTurns(context), kept, mayRead, directory: join(cacheDirectory, 'evaluation') },
      { ...request.evaluate, ...(again ? { resume: true } : {}), details: false, record: false },
      call,
    ),
  }),
};
