/** What the scripted engine makes of an evaluation: a made-up table that depends on the modes alone. */
import type {
  EvaluatedMode,
  EvaluateRequest,
  EvaluateResult,
  QuestionsReport,
  QuestionsRequest,
  ReductionRequest,
  ModelInfo,
} from '../../src-engine/engine.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { atCount, isEqual, planModes } from '../../src-engine/evaluation/equal-modes.ts';
import type { Mode } from '../../src-engine/evaluation/modes.ts';

/** The mode whose tokens a method was given, and how many those were. */
type Equal = Pick<NonNullable<EvaluatedMode['equalTo']>, 'mode' | 'tokens'>;

const images = 4;
const questions = ['count', 'where'].flatMap((kind) =>
  Array.from({ length: images }, (_, image) => ({ image: `${image}.png`, question: `${kind}?`, kind })),
);

/** Data whose name contains `missing` is not there. Accuracy falls with the tokens, and by a tenth without virtual unmerging. */
export function fakeEvaluation(info: ModelInfo, request: EvaluateRequest): EvaluateResult {
  refuseMissing(request);
  const planned = planModes(request.modes);
  const counts = new Map(
    planned.flatMap((mode) => (isEqual(mode) ? [] : [[mode.name, tokensOf(mode.reduction, info)] as const])),
  );
  const modes = planned.flatMap((mode): (Mode & { readonly at: Equal | undefined })[] => {
    if (!isEqual(mode)) return [{ ...mode, at: undefined }];
    const tokens = counts.get(mode.to) ?? 0;
    const made = atCount(mode, tokens);
    return made === undefined ? [] : [{ ...made, at: { mode: mode.to, tokens } }];
  });
  const scored = modes.map(({ name, reduction, virtualUnmerging, at }) => {
    const mean = tokensOf(reduction, info);
    const lost = 0.1 * (1 - mean / info.tokensPerView) + (virtualUnmerging ? 0 : 0.1);
    return { mode: name, mean, accuracy: 0.75 - lost, at };
  });
  const full = scored.find(({ mode }) => mode === 'full')?.accuracy;
  const rows = scored.map(({ mode, mean, accuracy, at }): EvaluatedMode => {
    const value = accuracy - (full ?? 0);
    return {
      mode,
      n: questions.length,
      accuracy,
      ci: [accuracy - 0.05, accuracy + 0.05],
      retention: full === undefined ? null : accuracy / full,
      retentionCi: full === undefined ? null : [accuracy / full - 0.02, accuracy / full + 0.02],
      difference: full === undefined ? null : { value, ci: [value - 0.02, value + 0.02] },
      tokens: { mean, std: mode.startsWith('dymu') ? mean / 4 : 0 },
      byKind: { count: accuracy - 0.05, where: accuracy + 0.05 },
      cut: 0,
      pareto: true,
      ...(at === undefined ? {} : { equalTo: { ...at, difference: { value: 0, ci: [-0.01, 0.01] } } }),
      changed: full === undefined ? null : { answers: 0, better: 0, worse: 0 },
    };
  });
  const details = questions.map((asked, index) => ({
    ...asked,
    id: String(index + 1),
    path: `/pictures/${asked.image}`,
    answers: ['Two.'],
    given: scored.map(({ mean }) => ({ text: 'Two.', tokens: mean, score: 1 })),
  }));
  return {
    model: info.name,
    device: info.device,
    precision: info.precision,
    imageBackend: info.imageBackend,
    imageRoute: 'path',
    data: request.data,
    set: 'jsonl',
    split: null,
    kinds: { count: images, where: images },
    scorer: request.scorer ?? 'exact',
    images: Math.min(images, request.limit ?? images),
    questions: questions.length,
    ...(request.kept === true ? { pending: 0 } : {}),
    rows,
    ...(request.details === true ? { details } : {}),
    notes: ['Intervals from 4 images are too narrow to be trusted.'],
  };
}

/** Eight questions about four pictures, one of which is not there. */
export function fakeQuestions(request: QuestionsRequest): QuestionsReport {
  refuseMissing(request);
  const reason = "The image '4.png' is not there.";
  return {
    set: request.set ?? 'jsonl',
    label: request.set === 'pope' ? 'POPE' : 'questions as JSON lines',
    split: request.split ?? null,
    splits: request.set === 'pope' ? ['all', 'random'] : [],
    files: [request.data],
    questions: questions.length,
    images,
    missing: { images: 1, questions: 1, named: ['4.png'] },
    refused: [{ line: 9, image: '4.png', reason }],
    scorer: request.set === 'pope' ? 'yes-no:pope' : 'exact',
    instruction: null,
    notes: [],
  };
}

function refuseMissing({ data }: QuestionsRequest): void {
  if (!data.includes('missing')) return;
  throw new EngineError('bad-input', `${data} does not exist; give a file with questions.`);
}

function tokensOf(reduction: ReductionRequest, { tokensPerView, calibration }: ModelInfo): number {
  if (reduction.method === 'none') return tokensPerView;
  const { budget } = reduction;
  switch (budget.kind) {
    case 'tokens':
      return budget.tokens;
    case 'share':
      return Math.round(budget.share * tokensPerView);
    case 'preset':
      return calibration?.presets[budget.preset] ?? tokensPerView;
    case 'thresholds':
    case 'threshold':
    case 'rows':
      return tokensPerView;
  }
}
