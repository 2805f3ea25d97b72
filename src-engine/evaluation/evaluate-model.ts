/** Evaluates the loaded model on a file of questions: wires asking, judging and counting to real sessions and files. */
import { join } from 'node:path';
import type {
  CallOptions,
  EvaluatedMode,
  EvaluatedQuestion,
  EvaluateRequest,
  EvaluateResult,
  RefusedLine,
} from '../engine.ts';
import { sha256 } from '../files/sha256.ts';
import type { LoadedModel } from '../inference/loaded-model.ts';
import { decodingOf } from '../language/decoding.ts';
import { openAnswerStore } from './answer-store.ts';
import { askAll } from './ask-all.ts';
import { modelSubject, usualNewTokens } from './model-subject.ts';
import type { InTurn } from './model-subject.ts';
import { parseModes } from './modes.ts';
import { inOrder, limitImages, questionsPath, readQuestions } from './questions.ts';
import type { Question } from './questions.ts';
import { evaluatedRows } from './rows.ts';
import type { Judged } from './rows.ts';
import { scorers } from '../judging/scorers.ts';
import { answered, fitting } from './usable.ts';
import { noTally, type Scorer, type Tally } from '../judging/tally.ts';

/** Below this many, resampled pictures say little about other pictures. */
const fewImages = 20;

export interface EvaluationHost {
  readonly inTurn: InTurn;
  /** Where answers given so far are kept. */
  readonly directory: string;
}

/**
 * What no question could be asked with is refused before the first answer. A line, a picture or a question that cannot be used is left out and
 * told in `refused`. Throws EngineError; what was answered until then is kept.
 */
export async function evaluateModel(
  host: EvaluationHost,
  request: EvaluateRequest,
  call: CallOptions,
): Promise<EvaluateResult> {
  const scorer = scorers[request.scorer ?? 'exact'];
  const modes = parseModes(request.modes);
  const model = await host.inTurn((loaded: LoadedModel) => Promise.resolve(loaded));
  const { spec } = model.checkpoint;
  const file = await questionsPath(request.data);
  const read = await readQuestions(file);
  const fit = fitting(limitImages(read.questions, request.limit), scorer);

  const subject = await modelSubject(model, host.inTurn, request.maxNewTokens);
  for (const { reduction } of modes) subject.describe(reduction);
  const name = sha256(`${subject.identity}\n${file}`).slice(0, 32);
  const store = await openAnswerStore(join(host.directory, `${name}.jsonl`), request.resume ?? false);
  let answers;
  try {
    answers = await askAll({ subject, questions: fit.questions, modes, store }, call);
  } finally {
    await store.close();
  }

  const { questions, given, refused: unasked } = answered(fit.questions, answers, file);
  const refused = inOrder([...read.refused, ...fit.refused, ...unasked]);
  const tallies = given.map((row, index) => row.map(({ text }) => judge(scorer, text, questions[index])));
  const judged: Judged = { questions, modes: modes.map((mode) => mode.name), given, tallies };
  const rows = evaluatedRows(judged, scorer);
  const images = new Set(questions.map(({ path }) => path)).size;
  const notes = [
    ...notesOn({ rows, images, refused, questions: questions.length }, request.maxNewTokens),
    ...settingsNote(model.checkpoint.generation),
    ...remarksOn(subject.remarks, ['One picture was read', 'pictures were read']),
    ...remarksOn(subject.questionRemarks, ['One question was asked', 'questions were asked']),
  ];
  return {
    model: spec.name,
    device: model.device.name,
    precision: model.precision,
    tower: model.towerPrecision,
    imageBackend: spec.preprocess.backend,
    imageRoute: model.images.route,
    data: file,
    scorer: scorer.name,
    images,
    questions: questions.length,
    rows,
    ...(refused.length === 0 ? {} : { refused }),
    ...(request.details === true ? { details: detailsOf(judged, scorer) } : {}),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function judge(scorer: Scorer, text: string, question: Question | undefined): Tally {
  return question === undefined ? noTally : scorer.tally(text, question.answers, question);
}

/** Two models are compared fairly only if it is known that one of them answers under rules of its own. */
function settingsNote({ settings, file }: LoadedModel['checkpoint']['generation']): string[] {
  const inForce = decodingOf(settings, { kind: 'greedy' }).settings;
  if (inForce.length === 0) return [];
  const named = inForce.map(({ name, value }) => `${name} ${String(value)}`).join(', ');
  return [`Answers follow ${file ?? 'the checkpoint'}: ${named}.`];
}

interface Noted {
  readonly rows: readonly EvaluatedMode[];
  readonly images: number;
  readonly questions: number;
  readonly refused: readonly RefusedLine[];
}

function notesOn(
  { rows, images, questions, refused }: Noted,
  maxNewTokens: number = usualNewTokens,
): string[] {
  const cut = Math.max(...rows.map((row) => row.cut));
  const left = refused.length;
  return [
    ...(left > 0
      ? [
          `${left} of ${questions + left} questions could not be used and ${left === 1 ? 'is' : 'are'} in no figure.`,
        ]
      : []),
    ...(images < fewImages
      ? [
          `Intervals from ${images === 1 ? 'one picture' : `${images} pictures`} are too narrow to be trusted.`,
        ]
      : []),
    ...(cut > 0
      ? [
          `${cut === 1 ? 'One answer' : `Up to ${cut} answers`} of a mode ${cut === 1 ? 'was' : 'were'} cut at ${maxNewTokens} tokens and judged as ${cut === 1 ? 'it was' : 'they were'}.`,
        ]
      : []),
  ];
}

function remarksOn(
  remarks: ReadonlyMap<string, readonly string[]>,
  [one, many]: readonly [string, string],
): string[] {
  const [first] = [...remarks.values()].flat();
  if (first === undefined) return [];
  return [`${remarks.size === 1 ? one : `${remarks.size} ${many}`} with a remark; the first: ${first}`];
}

function detailsOf({ questions, given, tallies }: Judged, scorer: Scorer): EvaluatedQuestion[] {
  return questions.map(({ image, question, answers, kind }, index) => ({
    image,
    question,
    answers,
    ...(kind === undefined ? {} : { kind }),
    given: (given[index] ?? []).map(({ text, tokens }, column) => ({
      text,
      tokens,
      score: scorer.score(tallies[index]?.[column] ?? noTally),
    })),
  }));
}
