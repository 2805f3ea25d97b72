/** Evaluates the loaded model on a file of questions: wires asking, judging and counting to real sessions and files. */
import { join } from 'node:path';
import type {
  CallOptions,
  EvaluatedMode,
  EvaluatedQuestion,
  EvaluateRequest,
  EvaluateResult,
  ScorerName,
} from '../engine.ts';
import { EngineError, inContext } from '../errors.ts';
import { sha256 } from '../files/sha256.ts';
import type { LoadedModel } from '../inference/loaded-model.ts';
import { openAnswerStore } from './answer-store.ts';
import { askAll } from './ask-all.ts';
import { modelSubject, usualNewTokens } from './model-subject.ts';
import type { InTurn } from './model-subject.ts';
import { parseModes } from './modes.ts';
import { limitImages, questionsPath, readQuestions } from './questions.ts';
import type { Question } from './questions.ts';
import { evaluatedRows } from './rows.ts';
import type { Judged } from './rows.ts';
import { scorers } from '../judging/scorers.ts';

/** Below this many, resampled pictures say little about other pictures. */
const fewImages = 20;

export interface EvaluationHost {
  readonly inTurn: InTurn;
  /** Where answers given so far are kept. */
  readonly directory: string;
}

/** Everything that can be refused is refused before the first answer. Throws EngineError; what was answered until then is kept. */
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
  const questions = limitImages(await readQuestions(file), request.limit);
  checkAnswers(questions, scorer.name);

  const subject = await modelSubject(model, host.inTurn, request.maxNewTokens);
  for (const { reduction } of modes) subject.describe(reduction);
  const name = sha256(`${subject.identity}\n${file}`).slice(0, 32);
  const store = await openAnswerStore(join(host.directory, `${name}.jsonl`), request.resume ?? false);
  let given;
  try {
    given = await askAll({ subject, questions, modes, store }, call);
  } finally {
    await store.close();
  }

  const tallies = given.map((row, index) =>
    row.map(({ text }) => scorer.tally(text, questions[index]?.answers ?? [])),
  );
  const judged: Judged = { questions, modes: modes.map((mode) => mode.name), given, tallies };
  const rows = evaluatedRows(judged, scorer);
  const images = new Set(questions.map(({ path }) => path)).size;
  const notes = notesOn(rows, images, request.maxNewTokens);
  return {
    model: spec.name,
    device: model.device.name,
    precision: model.precision,
    data: file,
    scorer: scorer.name,
    images,
    questions: questions.length,
    rows,
    ...(request.details === true ? { details: detailsOf(judged, scorer.name) } : {}),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** A scorer that cannot use a question's answers says so before time is spent, with the line. */
function checkAnswers(questions: readonly Question[], name: ScorerName): void {
  for (const { answers, line } of questions) {
    try {
      scorers[name].tally('', answers);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      throw inContext(error, (fact) => `Line ${line} of the questions does not fit: ${fact}`);
    }
  }
}

function notesOn(
  rows: readonly EvaluatedMode[],
  images: number,
  maxNewTokens: number = usualNewTokens,
): string[] {
  const cut = Math.max(...rows.map((row) => row.cut));
  return [
    ...(images < fewImages
      ? [
          `Intervals from ${images === 1 ? 'one picture' : `${images} pictures`} are too narrow to be trusted.`,
        ]
      : []),
    ...(cut > 0
      ? [`Up to ${cut} answers of a mode were cut at ${maxNewTokens} tokens and judged as they were.`]
      : []),
  ];
}

function detailsOf({ questions, given, tallies }: Judged, name: ScorerName): EvaluatedQuestion[] {
  return questions.map(({ image, question, answers, kind }, index) => ({
    image,
    question,
    answers,
    ...(kind === undefined ? {} : { kind }),
    given: (given[index] ?? []).map(({ text, tokens }, column) => ({
      text,
      tokens,
      score: scorers[name].score(tallies[index]?.[column] ?? [0, 1, 0]),
    })),
  }));
}
