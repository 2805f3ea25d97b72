/** Any engine as who answers a sweep. */
import type { AnswerRequest, Encoding, Engine, SweepRequest } from '../../src-engine/engine.ts';
import { runAnswer } from '../../src-engine/report/run-answer.ts';
import type { Left, SweepSubject } from '../../src-engine/sweep/sweep.ts';

export function engineSubject(
  engine: Pick<Engine, 'answer' | 'encode'>,
  { image, question, virtualUnmerging = true, maxNewTokens }: Omit<SweepRequest, 'budgets' | 'methods'>,
): SweepSubject {
  const setting = maxNewTokens === undefined ? {} : { maxNewTokens };
  const visual: AnswerRequest['visual'] = { kind: 'images', images: [image] };
  return {
    answer: async (reduction) => {
      const asked = { visual, question, virtualUnmerging, reduction, ...setting };
      const { result, encodings } = await runAnswer(engine, asked, {});
      const { text, visualTokens: tokens, timings, notes = [], disturbedBy } = result;
      return { tokens, views: leftOf(encodings).views, text, timings, notes, disturbedBy, kept: false };
    },
    left: async (reduction) => leftOf([await engine.encode({ image, reduction })]),
  };
}

function leftOf(encodings: readonly Encoding[]): Left {
  return {
    tokens: encodings.reduce((sum, { tokens }) => sum + tokens, 0),
    views: encodings.reduce((sum, { views }) => sum + views.length, 0),
  };
}
