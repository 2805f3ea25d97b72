/** What an answer steered by region is compared with: the same question about the same picture with as many tokens, spread evenly. */
import type {
  AnswerRequest,
  AnswerResult,
  CallOptions,
  Engine,
  ImageRef,
  ModelInfo,
  ReductionRequest,
} from '../engine.ts';
import { runAnswer } from './run-answer.ts';
import { uniformBudget } from './uniform-budget.ts';

type Adaptive = ReductionRequest<'dymu'>;

export interface EvenAnswer {
  readonly result: AnswerResult;
  readonly reduction: Adaptive;
}

export function isSteered(reduction: ReductionRequest): reduction is Adaptive {
  return reduction.method === 'dymu' && (reduction.regions?.length ?? 0) > 0;
}

/**
 * @param request the question, steered @param image the picture that it is about @param tokens what steering left of it
 * @returns undefined without a calibration: then nothing could have been steered
 */
export async function answerEvenly(
  {
    engine,
    call,
    info,
  }: {
    readonly engine: Engine;
    readonly call: CallOptions;
    readonly info: Pick<ModelInfo, 'calibration'>;
  },
  request: AnswerRequest & { readonly reduction: Adaptive },
  image: ImageRef,
  tokens: number,
): Promise<EvenAnswer | undefined> {
  if (info.calibration === null) return undefined;
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

/** How near the even spread came, in words. */
export function evenCountWords(even: number, steered: number): string {
  return even === steered ? 'as many tokens' : `${even} tokens, the nearest to ${steered},`;
}
