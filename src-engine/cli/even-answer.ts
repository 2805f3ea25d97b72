/** The third answer of a comparison steered by region: the same picture with as many tokens, spread evenly. */
import type { AnswerRequest, AnswerResult, CallOptions, Engine, ImageRef, ModelInfo } from '../engine.ts';
import type { ReductionRequest } from '../reduction/methods.ts';
import type { Comparison } from '../report/comparison.ts';
import { runAnswer } from '../report/run-answer.ts';
import { uniformBudget } from '../report/uniform-budget.ts';
import { agreementOf } from '../report/word-diff.ts';
import { agreementWords } from '../report/words.ts';
import { answerDocument } from './documents.ts';
import type { About } from './documents.ts';
import { printable } from './printable.ts';

type Adaptive = ReductionRequest<'dymu'>;

export interface EvenAnswer {
  readonly result: AnswerResult;
  readonly reduction: Adaptive;
}

export function isSteered(reduction: ReductionRequest): reduction is Adaptive {
  return reduction.method === 'dymu' && (reduction.regions?.length ?? 0) > 0;
}

/** @param request the question, steered @param image the open picture that it is about @param tokens what steering left of it */
export async function answerEvenly(
  { engine, call, info }: { readonly engine: Engine; readonly call: CallOptions; readonly info: ModelInfo },
  request: AnswerRequest & { readonly reduction: Adaptive },
  image: ImageRef,
  tokens: number,
): Promise<EvenAnswer | undefined> {
  if (info.calibration === null) return undefined; // without one nothing could have been steered
  const at = (average: number): Adaptive => ({
    method: 'dymu',
    budget: { kind: 'tokens', tokens: average },
  });
  const count = async (average: number): Promise<number> =>
    (await engine.encode({ image, reduction: at(average) }, call)).tokens;
  const { budget } = await uniformBudget(count, tokens, info.calibration.range);
  const reduction = at(budget);
  const { result } = await runAnswer(engine, { ...request, reduction }, call);
  return { result, reduction };
}

export function evenDocument({ result, reduction }: EvenAnswer, { info }: Pick<About, 'info'>) {
  return answerDocument(result, { reduction, info });
}

export function evenInWords({ result }: EvenAnswer, { full, reduced }: Comparison): string {
  const [even, steered] = [result.visualTokens, reduced.answer.visualTokens];
  const count = even === steered ? 'as many tokens' : `${even} tokens, the nearest to ${steered},`;
  const agreement = agreementWords(agreementOf(full.answer.text, result.text));
  return `Without regions, ${count} spread evenly: ${printable(result.text.trim())}\n${agreement} against all tokens.`;
}
