/** What lower precisions do to a model's answers: each is walked along the answers of fp32, position by position, and timed on the way. */
import { bytesByPrecision, type Precision } from '../checkpoint/memory-needs.ts';
import type {
  CallOptions,
  PrecisionCheckRequest,
  PrecisionReport,
  PrecisionResult,
  TowerReport,
} from '../engine.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import { answer } from '../inference/answer.ts';
import { decoderSessions } from '../inference/decoder-sessions.ts';
import { openLanguageModel } from '../inference/language-model.ts';
import type { LanguageModel } from '../inference/language-model.ts';
import type { LoadedModel } from '../inference/loaded-model.ts';
import type { Pace } from '../inference/pace.ts';
import { choosePrecision } from '../inference/precision.ts';
import { checkTower } from '../inference/tower-check.ts';
import type { TowerCheckOptions } from '../inference/tower-check.ts';
import { recordAnswers, retrace } from './recorded-answer.ts';
import type { Trace } from './recorded-answer.ts';
import { compareTraces, summarise, tokensPerSecond } from './trace-comparison.ts';
import type { Difference } from './trace-comparison.ts';

const lowerPrecisions = ['fp16', 'int8', 'int4'] as const satisfies readonly Precision[];

/** Enough for a sentence; one long answer would outweigh the others. */
const usualNewTokens = 24;

/**
 * fp32 answers greedily and without merging; the others are given its tokens (teacher forcing). One language model is loaded at a time, beside
 * what the engine has loaded already.
 * Throws `bad-input` without questions, and what answering and making a quantised copy throw.
 */
export async function checkPrecision(
  model: LoadedModel,
  request: PrecisionCheckRequest,
  copiesDirectory: string,
  pace: Pace,
  onProgress: CallOptions['onProgress'],
): Promise<Omit<PrecisionReport, 'disturbedBy'>> {
  const { questions } = request;
  if (questions.length === 0) {
    throw new EngineError('bad-input', 'A precision check needs questions', { remedy: 'give at least one' });
  }
  const { lower, refusals } = await offered(model);
  const total = (1 + lower.length) * questions.length;
  let done = 0;
  const step = (precision: Precision): void => {
    throwIfAborted(pace.signal);
    onProgress?.({ stage: `Answering in ${precision}`, done, total });
    done += 1;
  };
  /** Loads the language model in a precision for as long as `work` takes. */
  const withPrecision = async <T>(
    precision: Precision,
    work: (language: LanguageModel) => Promise<T>,
  ): Promise<{ readonly loadMs: number; readonly outcome: T }> => {
    const options = { directory: copiesDirectory, signal: pace.signal, onProgress };
    const { sessions } = await decoderSessions(model.checkpoint, model.device, precision, options);
    const started = performance.now();
    const language = await openLanguageModel(sessions, model.checkpoint.spec.text);
    try {
      return { loadMs: performance.now() - started, outcome: await work(language) };
    } finally {
      await language.release();
    }
  };

  const reference = await withPrecision('fp32', async (language) => {
    const traces: Trace[] = [];
    for (const question of questions) {
      step('fp32');
      traces.push(await referenceTrace(model, language, question, request.maxNewTokens, pace));
    }
    return traces;
  });
  const speed = tokensPerSecond(reference.outcome.flatMap(({ stepMs }) => stepMs));
  const { family, spec, weights } = model.checkpoint;
  const bytes = bytesByPrecision(family.tensors(spec), weights.get('text.embedding').bytes);
  const results: PrecisionResult[] = [
    {
      precision: 'fp32',
      bytes: bytes.fp32,
      loadMs: reference.loadMs,
      tokensPerSecond: speed,
      ...summarise(reference.outcome.flatMap((trace) => compareTraces(trace, trace))),
    },
  ];
  for (const precision of lower) {
    const run = await withPrecision(precision, async (language) => {
      const differences: Difference[] = [];
      const stepMs: number[] = [];
      for (const trace of reference.outcome) {
        step(precision);
        const other = await retrace(language, trace, pace);
        differences.push(...compareTraces(trace, other));
        stepMs.push(...other.stepMs);
      }
      return { ...summarise(differences), tokensPerSecond: tokensPerSecond(stepMs) };
    });
    results.push({ precision, bytes: bytes[precision], loadMs: run.loadMs, ...run.outcome });
  }
  const tower = await fastTower(model, request, {
    copiesDirectory,
    pace,
    onProgress,
    newTokens: request.maxNewTokens ?? usualNewTokens,
  });
  return {
    model: model.checkpoint.spec.name,
    device: model.device.name,
    questions: questions.length,
    positions: reference.outcome.reduce((sum, { logits }) => sum + logits.length, 0),
    results,
    refusals: [...refusals, ...tower.refusals],
    ...(tower.report === undefined ? {} : { tower: tower.report }),
  };
}

/** Where the device has no fast tower, its reason. */
async function fastTower(
  model: LoadedModel,
  request: PrecisionCheckRequest,
  options: TowerCheckOptions,
): Promise<{ readonly report?: TowerReport; readonly refusals: PrecisionReport['refusals'] }> {
  try {
    return { report: await checkTower(model, request, options), refusals: [] };
  } catch (error) {
    if (!(error instanceof EngineError && error.code === 'unsupported')) throw error;
    return { refusals: [{ precision: 'tower int8', reason: error.message }] };
  }
}

/** The lower precisions that the device can do, and the others with their reasons. */
async function offered({ device }: LoadedModel): Promise<{
  readonly lower: readonly Precision[];
  readonly refusals: PrecisionReport['refusals'];
}> {
  const lower: Precision[] = [];
  const refusals: PrecisionReport['refusals'][number][] = [];
  for (const precision of lowerPrecisions) {
    try {
      lower.push(await choosePrecision(precision, device));
    } catch (error) {
      if (!(error instanceof EngineError && error.code === 'unsupported')) throw error;
      refusals.push({ precision, reason: error.message });
    }
  }
  return { lower, refusals };
}

/** Asks the question as any caller would, with a language model that is listened to. */
async function referenceTrace(
  model: LoadedModel,
  language: LanguageModel,
  { image, question }: PrecisionCheckRequest['questions'][number],
  maxNewTokens: number | undefined,
  pace: Pace,
): Promise<Trace> {
  const recorder = recordAnswers(language);
  const listening: LoadedModel = { ...model, languageModel: () => Promise.resolve(recorder.model) };
  const asked = {
    visual: { kind: 'images', images: [image] },
    question,
    reduction: { method: 'none' },
    virtualUnmerging: true,
    maxNewTokens: maxNewTokens ?? usualNewTokens,
  } as const;
  for await (const event of answer(listening, asked, pace)) if (event.kind === 'done') break;
  return recorder.trace();
}
