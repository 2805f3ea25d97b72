/** Any engine as who answers a sweep. */
import type { AnswerRequest, Encoding, Engine, SweepRequest } from '../../src-engine/engine.ts';
import { runAnswer } from '../../src-engine/report/run-answer.ts';
import type { Left, SweepSubject } from '../../src-engine/sweep/sweep.ts';

export function engineSubject(
  engine: Pick<Engine, 'answer' | 'encode'>,
  {
    image,
    laterFrames,
    question,
    virtualUnmerging = true,
    maxNewTokens,
  }: Omit<SweepRequest, 'budgets' | 'methods'>,
): SweepSubject {
  const setting = maxNewTokens === undefined ? {} : { maxNewTokens };
  const frames = [image, ...(laterFrames ?? [])];
  const visual: AnswerRequest['visual'] =
    laterFrames === undefined ? { kind: 'images', images: frames } : { kind: 'video', frames };
  return {
    answer: async (reduction) => {
      const asked = { visual, question, virtualUnmerging, reduction, ...setting };
      const { result, encodings } = await runAnswer(engine, asked, {});
      const { text, visualTokens: tokens, timings, notes = [], disturbedBy } = result;
      return { tokens, views: leftOf(encodings).views, text, timings, notes, disturbedBy, kept: false };
    },
    left: async (reduction) =>
      leftOf(await Promise.all(frames.map((frame) => engine.encode({ image: frame, reduction })))),
  };
}

function leftOf(encodings: readonly Encoding[]): Left {
  return {
    tokens: encodings.reduce((sum, { tokens }) => sum + tokens, 0),
    views: encodings.reduce((sum, { views }) => sum + views.length, 0),
  };
}
