/** Asking questions with known answers. Every answer is kept as it comes, and an evaluation that goes on takes them from there. */
import { basename, join } from 'node:path';
import { evaluateModel } from '../../evaluation/evaluate-model.ts';
import type { JobKindObject } from '../kind.ts';

export const evaluate: JobKindObject<'evaluate'> = {
  about: (request) => request.evaluate.data,
  title: (request) => `Evaluating on ${basename(request.evaluate.data)}`,
  run: async (request, { inTurn, call, again, kept, cacheDirectory }) => ({
    kind: 'evaluate',
    evaluate: await evaluateModel(
      { inTurn, kept, directory: join(cacheDirectory, 'evaluation') },
      { ...request.evaluate, ...(again ? { resume: true } : {}), details: false, record: false },
      call,
    ),
  }),
};
